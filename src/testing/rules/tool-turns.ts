import assert from 'node:assert/strict';
import type { Message, ToolCallPart } from '../../message.ts';
import { assertAnswer } from '../checks.ts';
import { CLOCK, NOW, WEATHER, withResults } from '../offered-tools.ts';
import type { Rule } from '../rule.ts';
import { type Subject, truthOf } from '../subject.ts';
import { type BadInput, refuses } from './input.ts';

const tools = [WEATHER, CLOCK];
const two = `Use ${CLOCK.name}, then ${WEATHER.name}.`;

const user = (content: string): Message => ({ role: 'user', content });
const result = (toolCallId: string, content: string): Message => ({ role: 'tool', toolCallId, content });
const callOf = (id: string, name: string, argumentsText = '{"city":"Graz"}'): ToolCallPart => ({
  type: 'tool-call',
  id,
  name,
  arguments: argumentsText === '' ? undefined : JSON.parse(argumentsText),
  argumentsText,
});
const called = (...content: ToolCallPart[]): Message => ({ role: 'assistant', content });

/** As other providers make them: ids of all forms, repeated over turns and within one, and what only their maker understands. */
const FOREIGN: readonly Message[] = [
  user('How is the weather in Graz?'),
  {
    role: 'assistant',
    content: [
      { type: 'reasoning', text: 'I look it up.', providerMetadata: { elsewhere: { signature: 'x1' } } },
      { type: 'opaque', providerMetadata: { elsewhere: { type: 'server_block' } } },
      { type: 'text', text: 'Let me see.' },
      { ...callOf(`functions.${WEATHER.name}:0`, WEATHER.name), providerMetadata: { elsewhere: { thoughtSignature: 'x2' } } },
    ],
  },
  result(`functions.${WEATHER.name}:0`, 'It rains.'),
  called(callOf(`functions.${WEATHER.name}:0`, WEATHER.name, '')),
  result(`functions.${WEATHER.name}:0`, 'It rains still.'),
  called(callOf(`call_${'0123456789abcdef'.repeat(4)}`, CLOCK.name)),
  result(`call_${'0123456789abcdef'.repeat(4)}`, 'noon'),
  called(callOf('0', WEATHER.name), callOf('0', CLOCK.name)),
  result('0', 'It has stopped.'),
  result('0', 'five past noon'),
];

const BAD: readonly BadInput[] = [
  ['a result without a call', [user(two), result('a', 'noon')], /messages\[1\]\.toolCallId/],
  [
    'two results of one call',
    [user(two), called(callOf('a', CLOCK.name)), result('a', '1'), result('a', '2')],
    /messages\[3\]\.toolCallId/,
  ],
  ['a call without a result', [user(two), called(callOf('a', CLOCK.name))], /messages: end without a result/],
  ['a call without a result before the next turn', [user(two), called(callOf('a', CLOCK.name)), user('Well?')], /messages\[2\]/],
  ['a result that names no call', [user(two), { role: 'tool', content: 'noon' }], /messages\[1\]\.toolCallId/],
].map(([what, messages, names]) => ({ what, input: { messages, tools }, names }) as BadInput);

const WRONG: readonly BadInput[] = [
  { what: 'a tool without a name', input: { tools: [{ parameters: {} }] }, names: /tools\[0\]\.name/ },
  { what: 'a name with a space', input: { tools: [{ name: 'two words' }] }, names: /tools\[0\]\.name/ },
  { what: 'a name twice', input: { tools: [CLOCK, WEATHER, CLOCK] }, names: /tools\[2\]\.name/ },
  { what: 'tools that are no list', input: { tools: CLOCK }, names: /tools/ },
  {
    what: "another API's form",
    input: { tools: [{ type: 'function', function: CLOCK }] },
    names: /tools\[0\]\.type.*tools\[0\]\.function/,
  },
  {
    what: 'parameters that are no schema',
    input: { tools: [{ name: 'f', parameters: { type: 'strin' } }] },
    names: /tools\[0\]\.parameters/,
  },
  {
    what: 'parameters of a string',
    input: { tools: [{ name: 'f', parameters: { type: 'string' } }] },
    names: /tools\[0\]\.parameters/,
  },
  { what: 'a choice of what is not there', input: { tools, toolChoice: { name: 'f' } }, names: /toolChoice\.name.*"f"/ },
  { what: 'a choice of another kind', input: { tools, toolChoice: 'any' }, names: /toolChoice/ },
  { what: 'a choice without tools', input: { toolChoice: 'required' }, names: /toolChoice/ },
].map((bad) => ({ ...bad, input: { prompt: two, ...bad.input } }));

/** Results go back, whoever made the calls. */
export const toolTurns: readonly Rule[] = [
  {
    rule: 'takes response.message and the results of its calls back, and the answer quotes them',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const client = subject.client();
        const response = await ask(client, { prompt: two, tools });
        assert.equal(response.toolCalls.length, 2, 'a call is lost');
        const next = withResults(two, response);
        const answer = await ask(client, { messages: next, tools });
        assertAnswer(answer, truthOf(next, { tools }));
        for (const { content } of next.slice(2)) assert.ok(answer.content.includes(content as string), 'a result is lost');
        assertInRequest(subject, [CLOCK.name, ...wordsIn(response.toolCalls.map((call) => call.arguments))]);
      }),
  },
  {
    rule: 'goes on after results: to further calls, their results, and words',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const client = subject.client();
        let messages = withResults(two, await ask(client, { prompt: two, tools }));
        for (const prompt of [`Use ${WEATHER.name} again.`, two]) {
          const { message } = await ask(client, { messages, tools });
          const asked = [...messages, message, user(prompt)];
          const response = await ask(client, { messages: asked, tools });
          assertAnswer(response, truthOf(asked, { tools }));
          messages = withResults(asked, response);
        }
        assertAnswer(await ask(client, { messages, tools }), truthOf(messages, { tools }));
      }),
  },
  {
    rule: 'takes results in another order than the calls',
    async run(subject) {
      const client = subject.client();
      const [asked, message, ...results] = withResults(two, await client.complete({ prompt: two, tools }));
      assert.equal(results.length, 2, 'a call is lost');
      const { content } = await client.chat([asked, message, ...results.toReversed()] as Message[]);
      for (const { content: said } of results) assert.ok(content.includes(said as string), `the result "${said}" is lost`);
    },
  },
  {
    rule: 'tells the model that a tool failed',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const client = subject.client();
        const prompt = `Use ${CLOCK.name}.`;
        const failed = withResults(prompt, await ask(client, { prompt, tools }), { content: 'no such zone', isError: true });
        const answer = await ask(client, { messages: failed, tools });
        assertAnswer(answer, truthOf(failed, { tools }));
        assert.ok(answer.content.includes('Error: no such zone'), 'the model is not told that it is an error');
      }),
  },
  {
    rule: 'goes on with a conversation in which another provider made calls',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const messages = [...FOREIGN];
        assertAnswer(await ask(subject.client(), { messages, tools }), truthOf(messages, { tools }));
        const asked = [...messages, { role: 'assistant' as const, content: 'It is dry.' }, user(two)];
        assertAnswer(await ask(subject.client(), { messages: asked, tools }), truthOf(asked, { tools }));
      }),
  },
  {
    rule: 'takes calls back that were cut off, that have no arguments, or that are of a tool that is not offered',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const client = subject.client();
        const { message, toolCalls } = await ask(client, { prompt: `Use ${WEATHER.name}.`, tools, maxTokens: 5 });
        const odd = ['', 'null', '[1]', '{"city":', 'Graz'].map((argumentsText, index) => ({
          ...callOf(`odd-${index}`, 'of_another_time', ''),
          argumentsText,
        }));
        const messages = [
          user(two),
          ...(toolCalls.length > 0 ? [message, ...toolCalls.map(({ id }) => result(id, 'cut'))] : []),
          called(...odd),
          ...odd.map(({ id }) => result(id, `result of ${id}`)),
        ];
        assertAnswer(await ask(client, { messages, tools: [NOW] }), truthOf(messages, { tools: [NOW] }));
      }),
  },
  { rule: 'refuses tools and choices that make no sense', run: (subject) => refusesAll(subject, WRONG) },
  { rule: 'refuses calls and results that do not belong together', run: (subject) => refusesAll(subject, BAD) },
];

async function refusesAll(subject: Subject, list: readonly BadInput[]): Promise<void> {
  for (const bad of list) {
    await refuses(subject, bad).catch((cause: Error) => {
      throw new Error(`${bad.what}: ${cause.message}`, { cause });
    });
  }
}

function wordsIn(calls: readonly unknown[]): string[] {
  return calls.flatMap((call) => Object.values(call as object)).filter((value) => typeof value === 'string');
}

function assertInRequest({ simulator }: Subject, words: readonly string[]): void {
  const sent = JSON.stringify(simulator.requests.at(-1)?.body);
  for (const word of words) assert.ok(sent.includes(word), `the calls are not in the request: "${word}" is missing`);
}
