import assert from 'node:assert/strict';
import type { Tool, ToolChoice } from '../../message.ts';
import type { Client } from '../../types.ts';
import { assertAnswer, assertRefused, assertSame, comparable, failureOf, readThrough, takesReasoning } from '../checks.ts';
import { CLOCK, NOW, WEATHER, withResults } from '../offered-tools.ts';
import type { Rule } from '../rule.ts';
import { type Ask, PROMPT, type Subject, truthOf } from '../subject.ts';

const tools: Tool[] = [WEATHER, CLOCK];
const one = { prompt: `Use ${WEATHER.name} for the next days.`, tools };
const two = { prompt: `Use ${CLOCK.name}, then ${WEATHER.name}.`, tools };

const CHOICES: readonly { toolChoice: ToolChoice; prompt: string }[] = [
  { toolChoice: 'auto', prompt: one.prompt },
  { toolChoice: 'none', prompt: one.prompt },
  { toolChoice: 'required', prompt: PROMPT },
  { toolChoice: { name: CLOCK.name }, prompt: one.prompt },
];

/** What a model calls, and how that is told. */
export const toolCalls: readonly Rule[] = [
  {
    rule: 'calls the tool that is asked for, with its arguments parsed',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const response = await ask(subject.client(), one);
        assertAnswer(response, truthOf(one.prompt, { tools }));
        assert.equal(response.finishReason, 'tool_calls');
        assert.notEqual(response.rawFinishReason, '', "rawFinishReason must be the provider's own word");
      }),
  },
  {
    rule: 'calls several tools in one answer, in their order, each with an id of its own',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const response = await ask(subject.client(), two);
        assert.equal(response.toolCalls.length, 2, 'a call is lost');
        assertAnswer(response, truthOf(two.prompt, { tools }));
        assert.equal(new Set(response.toolCalls.map(({ id }) => id)).size, 2, 'two calls of one answer have the same id');
      }),
  },
  {
    rule: 'gives the same calls whole and as a stream',
    async run(subject) {
      const client = subject.client();
      const [whole, streamed] = [await client.complete(two), await client.stream(two).response];
      assert.equal(whole.toolCalls.length, 2, 'a call is lost');
      const counted = !whole.usage.estimated && !streamed.usage.estimated;
      assertSame(comparable(streamed, counted), comparable(whole, counted));
    },
  },
  {
    rule: 'streams each call: its start, its arguments in pieces, all of it, and at last the finish',
    run: (subject) => assertStreamed(subject.client()),
  },
  {
    rule: 'calls a tool that has no parameters, with no arguments',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const request = { prompt: `Use ${NOW.name}.`, tools: [NOW] };
        const [call] = (await ask(subject.client(), request)).toolCalls;
        assert.equal(call?.name, NOW.name);
        assertSame(call?.arguments, {}, 'the arguments must be an empty object');
      }),
  },
  {
    rule: 'answers in words where no tool is asked for',
    run: (subject) =>
      subject.eachWay([], async (ask) => assertAnswer(await ask(subject.client(), { prompt: PROMPT, tools }), truthOf(PROMPT))),
  },
  {
    rule: 'does as toolChoice says, or refuses it before anything is sent',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        for (const choice of CHOICES) await chooses(subject, ask, choice);
      }),
  },
  {
    rule: 'keeps what there is of a call that maxTokens cuts off, and parses nothing of it',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const response = await ask(subject.client(), { ...one, maxTokens: 5 });
        assert.equal(response.finishReason, 'length');
        assertAnswer(response, truthOf(one.prompt, { tools, maxTokens: 5 }));
      }),
  },
  {
    rule: 'gives reasoning and calls together, and takes both back',
    applies: takesReasoning,
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const request = { ...two, reasoning: { effort: 'high' as const } };
        const response = await ask(subject.client(), request);
        const truth = truthOf(two.prompt, { tools, reasoning: true });
        assertAnswer(response, truth);
        assert.equal(response.reasoning, subject.shown(truth));
        const messages = withResults(two.prompt, response);
        const { reasoning } = request;
        assertAnswer(await ask(subject.client(), { messages, tools, reasoning }), truthOf(messages, { tools, reasoning: true }));
      }),
  },
  {
    rule: 'throws, with the calls so far, when a stream breaks in the middle of a call',
    async run(subject) {
      const truth = truthOf(two.prompt, { tools }).calls;
      subject.simulate({ break: 'cut', after: 3 });
      const { events, error } = await readThrough(subject.client().stream(two));
      assert.ok(error, 'a broken stream seems to end well');
      assert.ok(!events.some(({ type }) => type === 'finish'), 'a broken stream gives a finish event');
      assert.equal(error.partial?.content, '', 'partial must hold the answer so far');
      for (const [index, { name, argumentsText }] of error.partial.toolCalls.entries()) {
        assert.equal(name, truth[index]?.name);
        assert.ok(truth[index]?.argumentsText.startsWith(argumentsText), `partial holds arguments of no call: ${argumentsText}`);
      }
    },
  },
  {
    rule: 'shows tools in encode() as they are sent, and carries them in a client of with()',
    async run(subject) {
      const client = subject.client().with({ model: 'another-model' });
      const shown = client.encode(two).body;
      for (const word of [WEATHER.name, CLOCK.name, WEATHER.description ?? '', 'city']) {
        assert.ok(JSON.stringify(shown).includes(word), `the request lacks "${word}" of a tool`);
      }
      assertAnswer(await client.complete(two), truthOf(two.prompt, { tools }));
      assertSame(subject.simulator.requests[0]?.body, shown);
    },
  },
];

async function chooses(subject: Subject, ask: Ask, { toolChoice, prompt }: (typeof CHOICES)[number]): Promise<void> {
  const client = subject.client();
  subject.simulate([]);
  const request = { prompt, tools, toolChoice };
  try {
    client.encode(request);
  } catch {
    return assertRefused(subject, await failureOf(ask(client, request)), /toolChoice/);
  }
  const { toolCalls } = await ask(client, request);
  const truth = truthOf(prompt, { tools, toolChoice });
  const said = `with toolChoice ${JSON.stringify(toolChoice)} it must call what that says`;
  assertSame(
    toolCalls.map(({ name }) => name),
    truth.calls.map(({ name }) => name),
    said,
  );
}

async function assertStreamed(client: Client): Promise<void> {
  const { events, error } = await readThrough(client.stream(two));
  assert.equal(error, undefined);
  const last = events.at(-1);
  assert.ok(last?.type === 'finish', 'the finish event must be the last');
  assert.equal(last.finishReason, 'tool_calls');
  assert.equal(last.response.toolCalls.length, 2, 'a call is lost');
  for (const [index, call] of last.response.toolCalls.entries()) {
    const [start, ...others] = events.filter((event) => 'index' in event && event.index === index);
    assertSame(start, { type: 'tool-call-start', index, id: call.id, name: call.name });
    assertSame(others.pop(), { type: 'tool-call', index, toolCall: call });
    const pieces = others.map((event) => (event.type === 'tool-call-delta' ? event.argumentsText : `(${event.type})`));
    assert.equal(pieces.join(''), call.argumentsText, 'the pieces must add up to argumentsText');
  }
}
