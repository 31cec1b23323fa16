import assert from 'node:assert/strict';
import { eventually, failureOf, takesStreams } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { PROMPT, type Subject } from '../subject.ts';

/** Connections are used again. */
export const connections: readonly Rule[] = [
  {
    rule: 'uses one connection for calls one after the other',
    anywhere: true,
    run: async (subject) => {
      const client = subject.client();
      for (let call = 0; call < 5; call += 1) await client.complete(PROMPT);
      assertOne(subject);
    },
  },
  {
    rule: 'gives the connection of a stream back when it was read to its end',
    anywhere: true,
    applies: takesStreams,
    async run(subject) {
      const client = subject.client();
      for (let call = 0; call < 3; call += 1) await client.stream(PROMPT).response;
      await client.complete(PROMPT);
      assertOne(subject);
    },
  },
  {
    rule: 'gives the connection of a refused request back',
    anywhere: true,
    async run(subject) {
      subject.simulate({ status: 400 });
      const client = subject.client();
      for (let call = 0; call < 3; call += 1) await failureOf(client.complete(PROMPT));
      assertOne(subject);
    },
  },
  {
    rule: 'leaves no connection open that broke',
    async run(subject) {
      subject.simulate({ break: 'malformed', after: 2, keepOpen: true });
      await failureOf(subject.client().stream(PROMPT).response);
      await eventually('the connection must be closed', () => subject.simulator.openConnections === 0);
    },
  },
  {
    rule: 'asks many at a time without mixing answers up',
    async run(subject) {
      const client = subject.client();
      const prompts = Array.from({ length: 12 }, (_, index) => `${PROMPT} ${'again '.repeat(index)}`.trim());
      const once = await Promise.all(prompts.map((prompt) => client.complete(prompt)));
      const streamed = await Promise.all(prompts.map((prompt) => client.stream(prompt).response));
      const texts = once.map(({ content }) => content);
      assert.equal(new Set(texts).size, prompts.length, 'two questions got the same answer');
      assert.deepEqual(
        streamed.map(({ content }) => content),
        texts,
      );
    },
  },
];

function assertOne({ simulator }: Subject): void {
  const { connectionsAccepted, requests } = simulator;
  assert.equal(
    connectionsAccepted,
    1,
    `${requests.length} requests took ${connectionsAccepted} connections (an interceptor of HTTP, such as nock, opens one for each)`,
  );
}
