import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ASKS, ask, eventsOf, type Loose, QUESTION, send } from '../ask.ts';

const APIS = ['openai', 'deepseek', 'siliconflow', 'kimi', 'azure-openai', 'huggingface'] as const;

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const user = (content: unknown) => ({ role: 'user', content });
const call = (id: string) => ({ id, type: 'function', function: { name: 'now', arguments: '{}' } });
const calling = (...ids: string[]) => ({ role: 'assistant', content: null, tool_calls: ids.map(call) });
const result = (tool_call_id: string) => ({ role: 'tool', tool_call_id, content: 'noon' });
const tools = [{ type: 'function', function: { name: 'now' } }];
const tool = (more: object) => ({ tools: [{ type: 'function', function: { name: 'now', ...more } }] });

describe.each(APIS)('chat completions of %s', (api) => {
  const json = async (body: object = {}): Promise<Loose> => JSON.parse((await ask(simulator, api, body)).text);
  const status = async (body: object) => (await ask(simulator, api, body)).status;

  it('answer whole, and streamed with a chunk a token', async () => {
    const { id, choices, usage } = await json();
    expect(choices).toMatchObject([{ index: 0, message: { role: 'assistant' }, finish_reason: 'stop' }]);
    expect(usage).toMatchObject({ prompt_tokens: 6, total_tokens: 6 + usage.completion_tokens });
    const { headers, text } = await ask(simulator, api, { stream: true });
    const events = eventsOf(text);
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(events.filter((event) => event.choices[0]?.delta.content)).toHaveLength(usage.completion_tokens);
    expect(events.at(-1)).toMatchObject({ id, object: 'chat.completion.chunk' });
  });

  it('tell the usage of a stream that asks for it', async () => {
    const { usage } = await json();
    const { text } = await ask(simulator, api, { stream: true, stream_options: { include_usage: true } });
    const told = eventsOf(text).flatMap((event) => event.usage ?? event.choices[0]?.usage ?? []);
    expect(told.at(-1)).toEqual(usage);
  });

  it('stop at either limit, and before a stop text', async () => {
    for (const body of [{ max_tokens: 2 }, { max_completion_tokens: 2 }]) {
      expect((await json(body)).choices[0]).toMatchObject({ message: { content: 'Simulated réponse' }, finish_reason: 'length' });
    }
    for (const stop of [' words', [' words']]) {
      expect((await json({ stop })).choices[0]).toMatchObject({
        message: { content: 'Simulated réponse to 5' },
        finish_reason: 'stop',
      });
    }
  });

  it('count reasoning, and show it or not as the API does, whole and streamed', async () => {
    const asked = { reasoning_effort: 'low' };
    const { choices, usage } = await json(asked);
    const events = eventsOf((await ask(simulator, api, { ...asked, stream: true })).text);
    const shown = (said: Loose = {}) => said.reasoning_content ?? said.reasoning ?? '';
    expect(usage.completion_tokens_details.reasoning_tokens).toBeGreaterThan(5);
    expect(shown(choices[0].message)).toMatch(/openai$/.test(api) ? /^$/ : /^I count 5 words/);
    expect(events.map((event) => shown(event.choices[0]?.delta)).join('')).toBe(shown(choices[0].message));
    expect((await json({ reasoning_effort: 'none' })).usage.completion_tokens_details?.reasoning_tokens ?? 0).toBe(0);
  });

  it('cut the arguments of a call at the limit', async () => {
    const schema = { parameters: { type: 'object', properties: { zone: { type: 'string' } } } };
    const body = { ...tool(schema), messages: [user('now')], max_tokens: 3 };
    const [{ message, finish_reason }] = (await json(body)).choices;
    expect([message.tool_calls[0].function.arguments, finish_reason]).toEqual(['{"zone', 'length']);
    const events = eventsOf((await ask(simulator, api, { ...body, stream: true })).text);
    const pieces = events.flatMap((event) => event.choices[0]?.delta.tool_calls ?? []);
    expect(pieces.map((piece) => piece.function.arguments)).toEqual(['', '{', '"', 'zone']);
    expect(pieces[0]).toMatchObject({ id: message.tool_calls[0].id, type: 'function', function: { name: 'now' } });
    expect(pieces.slice(1).some(({ id }) => id)).toBe(false);
  });

  it('call one tool where calls may not be parallel', async () => {
    const two = [...tools, { type: 'function', function: { name: 'later' } }];
    const body = { messages: [user('now later')], tools: two, parallel_tool_calls: false };
    expect((await json(body)).choices[0].message.tool_calls).toHaveLength(1);
  });

  it('take a conversation with calls, null for unset, and what they have said themselves', async () => {
    const said = (await json()).choices[0].message;
    const messages = [
      { role: 'developer', content: 'Be brief.' },
      { ...user([{ type: 'text', text: 'now' }]), name: null },
      calling('a', 'b'),
      result('b'),
      { ...result('a'), content: '' },
      said,
      user(QUESTION),
    ];
    expect(await json({ messages, tools, stop: null, max_tokens: null })).toMatchObject({
      choices: [{ finish_reason: 'stop' }],
    });
  });

  it.each<[string, object]>([
    ['no messages', { messages: undefined }],
    ['an empty conversation', { messages: [] }],
    ['an unknown role', { messages: [{ role: 'robot', content: 'Hi' }] }],
    ['a user that says nothing', { messages: [{ role: 'user' }] }],
    ['an answer of nothing', { messages: [user('Hi'), { role: 'assistant' }] }],
    ['an unknown member', { maxTokens: 2 }],
    ['a wrong type', { max_tokens: '2' }],
    ['too much heat', { temperature: 3 }],
    ['stream options without a stream', { stream_options: { include_usage: true } }],
    ['a call without a result', { messages: [user('Hi'), calling('a', 'b'), result('a')] }],
    ['a call without a result in its place', { messages: [user('Hi'), calling('a'), user('Well?'), result('a')] }],
    ['a result without a call', { messages: [user('Hi'), result('a')] }],
    ['a result of another turn', { messages: [user('Hi'), calling('a'), result('a'), calling('b'), result('a')] }],
    ['a call without arguments', { messages: [user('Hi'), { ...calling(), tool_calls: [{ id: 'a', type: 'function' }] }] }],
    ['no tools in the list', { tools: [] }],
    ['a tool without a function', { tools: [{ type: 'function' }] }],
    ['a tool of no type', { tools: [{ function: { name: 'now' } }] }],
    ['a tool without a name', tool({ name: undefined })],
    ['a tool with a name that none may have', tool({ name: 'what now?' })],
    ['parameters that are no schema', tool({ parameters: 'none' })],
    ['a choice without tools', { tool_choice: 'auto' }],
    ['an unknown choice', { tools, tool_choice: 'any' }],
    ['a choice of no known tool', { tools, tool_choice: { type: 'function', function: { name: 'later' } } }],
  ])('refuse %s', async (_what, body) => {
    expect(await status(body)).toBeGreaterThanOrEqual(400);
    expect(await status(body)).toBeLessThanOrEqual(422);
  });

  it('list models to who has a key', async () => {
    const path = api === 'azure-openai' ? '/azure-openai/openai/v1/models' : ASKS[api].path.replace('chat/completions', 'models');
    const { status: found, text } = await send(simulator, path, { method: 'GET', headers: ASKS[api].headers });
    expect(found).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      object: 'list',
      data: expect.arrayContaining([{ object: 'model' }].map(expect.objectContaining)),
    });
    const { status: refused } = await send(simulator, path, { method: 'GET' });
    expect(refused).toBe(api === 'huggingface' ? 200 : 401);
  });
});
