import assert from 'node:assert/strict';
import { assertAnswer, assertSame, comparable, failureOf, readThrough } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { ATTEMPTS, CONVERSATION, PROMPT, truthOf } from '../subject.ts';

/** A stream that goes well. */
export const streams: readonly Rule[] = [
  {
    rule: 'gives the text token by token, then exactly one finish event',
    async run(subject) {
      const truth = truthOf(CONVERSATION);
      const { events, text, error } = await readThrough(subject.client().stream([...CONVERSATION]));
      assert.equal(error, undefined);
      assert.equal(text, truth.text);
      assert.ok(events.filter(({ type }) => type === 'text').length > 1, 'the text comes in one piece');
      assertSame(events.filter(({ type }) => type === 'finish').length, 1, 'there must be exactly one finish event');
      const last = events.at(-1);
      assert.ok(last?.type === 'finish', 'the finish event must be the last');
      assertAnswer(last.response, truth);
      assert.equal(last.finishReason, last.response.finishReason);
      assert.equal(last.rawFinishReason, last.response.rawFinishReason);
      assertSame(last.usage, last.response.usage);
      assert.ok((last.response.meta.firstTokenMs ?? -1) >= 0, 'meta.firstTokenMs must tell when the first content came');
    },
  },
  {
    rule: 'gives events as they come, without waiting for the rest',
    async run(subject) {
      subject.simulate({ break: 'stall', after: 3 });
      const truth = truthOf(PROMPT).tokens.slice(0, 3).join('');
      let text = '';
      for await (const piece of subject.client().stream(PROMPT).text) {
        text += piece;
        if (text.length >= truth.length) break;
      }
      assert.equal(text, truth);
    },
  },
  {
    rule: 'gives the text alone as strings',
    async run(subject) {
      const pieces: string[] = [];
      const stream = subject.client().stream(PROMPT);
      for await (const piece of stream.text) pieces.push(piece);
      assert.equal(pieces.join(''), truthOf(PROMPT).text);
      assertAnswer(await stream.response, truthOf(PROMPT));
    },
  },
  {
    rule: 'gives the whole answer to who awaits the response alone, during and after the reading',
    async run(subject) {
      const client = subject.client();
      const alone = await client.stream(PROMPT).response;
      const stream = client.stream(PROMPT);
      const during = stream.response;
      const { events } = await readThrough(stream);
      const last = events.at(-1);
      assert.ok(last?.type === 'finish');
      for (const response of [await during, await stream.response, last.response]) {
        assertSame(comparable(response, true), comparable(alone, true));
      }
    },
  },
  {
    rule: 'sends nothing before it is read, and has one reader',
    async run(subject) {
      const stream = subject.client().stream(PROMPT);
      void stream.response;
      void stream.text;
      assert.equal(subject.simulator.requests.length, 0, 'a request was sent before the first pull');
      const [first, second] = [readThrough(stream), readThrough(stream)];
      const { text } = await first;
      for (const { events, error } of [await second, await readThrough(stream)]) {
        assert.equal(events.length, 0);
        assert.equal(error?.code, 'INVALID_INPUT');
        assert.match(error.message, /stream\(\)/, 'the message must say how to ask again');
      }
      assert.equal(text, truthOf(PROMPT).text);
      assertAnswer(await stream.response, truthOf(PROMPT));
      assert.equal(subject.simulator.requests.length, 1);
    },
  },
  {
    rule: 'ends after its last event where the server keeps the connection open',
    // It has no last event: more may come after a finish reason, and is waited for longer than a test may take.
    applies: (_client, api) => api !== 'gemini',
    async run(subject) {
      subject.simulate({ keepOpen: true });
      assertAnswer(await subject.client().stream(PROMPT).response, truthOf(PROMPT));
    },
  },
  {
    rule: 'gives its events as a web stream',
    async run(subject) {
      let text = '';
      for await (const event of subject.client().stream(PROMPT).toReadableStream()) if (event.type === 'text') text += event.text;
      assert.equal(text, truthOf(PROMPT).text);
    },
  },
  {
    rule: 'tries a stream again that fails before its first content',
    async run(subject) {
      for (const fault of [{ break: 'cut' }, { status: 529 }, { cutBeforeHeaders: true }] as const) {
        subject.simulate([fault]);
        const response = await subject.client().stream(PROMPT).response;
        assertAnswer(response, truthOf(PROMPT));
        assert.equal(response.meta.attempts, 2);
        assert.equal(subject.simulator.requests.length, 2);
      }
    },
  },
  {
    rule: 'tries an error event before the first content again only where its kind allows it',
    async run(subject) {
      subject.simulate({ break: 'error' });
      const { retryable, attempts } = await failureOf(subject.client().stream(PROMPT).response);
      const sent = subject.simulator.requests.length;
      assert.equal(sent, retryable ? ATTEMPTS : 1);
      assert.equal(attempts, sent);
    },
  },
];
