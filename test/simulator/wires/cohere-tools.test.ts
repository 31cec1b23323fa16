import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ask, eventsOf, type Loose } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const json = async (body: object): Promise<Loose> => JSON.parse((await ask(simulator, 'cohere', body)).text);
const streamed = async (body: object) => eventsOf((await ask(simulator, 'cohere', { ...body, stream: true })).text);

const user = (content: unknown) => ({ role: 'user', content });
const offer = (name: string, parameters: object) => ({ type: 'function', function: { name, parameters } });
const weather = offer('get_weather', { type: 'object', properties: { city: { type: 'string' } } });
const tools = [weather, offer('now', { type: 'object' })];
const both = { tools, messages: [user('Use get_weather and now.')] };

describe('an answer with calls', () => {
  it('is tool_calls without content, each with an id of its own', async () => {
    const { message, finish_reason } = await json(both);
    expect(message).toEqual({
      role: 'assistant',
      tool_calls: [
        {
          id: expect.stringMatching(/^get_weather_[0-9a-f]{12}$/),
          type: 'function',
          function: { name: 'get_weather', arguments: expect.stringMatching(/^\{"city":".+"\}$/) },
        },
        { id: expect.stringMatching(/^now_[0-9a-f]{12}$/), type: 'function', function: { name: 'now', arguments: '{}' } },
      ],
    });
    expect(finish_reason).toBe('TOOL_CALL');
  });

  it('streams a start, pieces and an end of each', async () => {
    const { message, usage } = await json(both);
    const events = await streamed(both);
    const of = (wanted: string) => events.filter(({ type }) => type === wanted);
    expect(of('tool-call-start').map(({ index, delta }) => [index, delta.message.tool_calls])).toEqual(
      message.tool_calls.map((call: Loose, index: number) => [index, { ...call, function: { ...call.function, arguments: '' } }]),
    );
    const pieces = (at: number) =>
      of('tool-call-delta')
        .filter(({ index }) => index === at)
        .map(({ delta }) => delta.message.tool_calls.function.arguments);
    expect(pieces(0).join('')).toBe(message.tool_calls[0].function.arguments);
    expect(pieces(0).length + pieces(1).length).toBe(usage.tokens.output_tokens);
    expect(of('tool-call-end').map(({ index }) => index)).toEqual([0, 1]);
    expect(events.at(-1).delta.finish_reason).toBe('TOOL_CALL');
  });

  it('tells a plan before it, where the model has no thinking of its own', async () => {
    const thinking = { type: 'enabled' };
    const { message } = await json({ ...both, thinking });
    expect(message.tool_plan).toMatch(/^I count /);
    expect(message).not.toHaveProperty('content');
    const plan = (await streamed({ ...both, thinking })).filter(({ type }) => type === 'tool-plan-delta');
    expect(plan.map(({ delta }) => delta.message.tool_plan).join('')).toBe(message.tool_plan);
  });

  it('tells thinking before it, where the model has that', async () => {
    const { message } = await json({ ...both, model: 'command-a-reasoning-08-2025' });
    expect(message).toMatchObject({ content: [{ type: 'thinking' }], tool_calls: [{}, {}] });
    expect(message).not.toHaveProperty('tool_plan');
  });

  it('has the arguments in part where they are cut off', async () => {
    const { message, finish_reason } = await json({ ...both, max_tokens: 3 });
    expect(message.tool_calls.map((call: Loose) => call.function.arguments)).toEqual(['{"city']);
    expect(finish_reason).toBe('MAX_TOKENS');
  });
});

describe('a choice', () => {
  it('is obeyed', async () => {
    const called = async (tool_choice: string, text: string) =>
      (await json({ tools, tool_choice, messages: [user(text)] })).message.tool_calls?.map((call: Loose) => call.function.name);
    expect(await called('NONE', 'Use now.')).toBeUndefined();
    expect(await called('REQUIRED', 'Hello')).toEqual(['get_weather']);
  });
});

describe('a conversation with tools', () => {
  const call = (id: string) => ({ id, type: 'function', function: { name: 'get_weather', arguments: '{}' } });
  const calls = (...ids: string[]) => ({ role: 'assistant', tool_calls: ids.map(call) });
  const result = (tool_call_id: string | undefined, content: unknown = 'sunny') => ({ role: 'tool', tool_call_id, content });
  const document = (data: unknown) => [{ type: 'document', document: { data } }];

  it('is answered by what the tools said', async () => {
    const messages = [
      user('Hi'),
      calls('a', 'b', 'c'),
      result('b'),
      result('a', document({ output: 'rain' })),
      result('c', document('hail')),
    ];
    const { message, usage } = await json({ tools, messages });
    expect(message.content[0].text).toMatch(/to the results sunny; rain; hail:/);
    expect(usage.tokens.input_tokens).toBe(4);
  });

  it.each<[string, object[], string]>([
    ['a result without an id', [user('Hi'), calls('a'), result(undefined)], 'tool call id must be provided with tool message'],
    ['a result of no call', [user('Hi'), result('a')], 'tool call id not found in previous tool calls'],
    ['two results', [user('Hi'), calls('a'), result('a'), result('a')], 'tool call id not found in previous tool calls'],
    ['ids that repeat', [user('Hi'), calls('a'), result('a'), calls('a'), result('a')], 'cannot have duplicate tool ids'],
    ['calls without results', [user('Hi'), calls('a', 'b'), result('a'), user('Hi')], 'did not have response messages: b'],
    ['calls at the end', [user('Hi'), calls('a')], 'did not have response messages: a'],
    ['an empty result', [user('Hi'), calls('a'), result('a', '')], 'messages.2.content must not be empty'],
  ])('is refused: %s', async (_what, messages, words) => {
    const { status, text } = await ask(simulator, 'cohere', { messages });
    expect(status).toBe(400);
    expect(JSON.parse(text).message).toContain(words);
  });
});

describe('tools', () => {
  const one = (tool: object) => ({ tools: [tool] });

  it.each<[object, number, string]>([
    [one({ type: 'function', function: {} }), 400, 'invalid request: all elements in tools must have a name.'],
    [one({ name: 'now' }), 400, 'tools.0.type is required'],
    [
      one({ ...weather, parameter_definitions: {} }),
      422,
      "unknown field: parameter 'parameter_definitions' is not a valid field.",
    ],
    [one(offer('now', [])), 422, 'tools.0.function.parameters is of type list'],
    [one(offer('now', { type: 'string' })), 400, 'schema must be an object'],
    [{ tools, tool_choice: 'AUTO' }, 400, 'tool_choice must be one of REQUIRED, NONE'],
    [{ tool_choice: 'REQUIRED' }, 400, 'tool_choice needs tools'],
  ])('are refused: %j', async (body, status, words) => {
    const reply = await ask(simulator, 'cohere', body);
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text).message).toContain(words);
  });
});
