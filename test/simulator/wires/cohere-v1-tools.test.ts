import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { offeredTool } from '../../../src/simulator/wires/cohere-v1-tools.ts';
import { ask, eventsOf, type Loose } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const json = async (body: object): Promise<Loose> => JSON.parse((await ask(simulator, 'cohere-v1', body)).text);
const streamed = async (body: object) => eventsOf((await ask(simulator, 'cohere-v1', { ...body, stream: true })).text);

const city = { description: 'Where.', type: 'str', required: true };
const weather = { name: 'get_weather', description: 'Tells the weather.', parameter_definitions: { city } };
const tools = [weather, { name: 'now', description: '', parameter_definitions: {} }];
const message = 'Use get_weather and now.';

describe('an answer with calls', () => {
  it('has calls without ids, and ends like any other', async () => {
    const { text, tool_calls, finish_reason, chat_history } = await json({ tools, message });
    expect(text).toBe('');
    expect(tool_calls).toEqual([
      { name: 'get_weather', parameters: { city: expect.any(String) } },
      { name: 'now', parameters: {} },
    ]);
    expect(finish_reason).toBe('COMPLETE');
    expect(chat_history).toEqual([
      { role: 'USER', message },
      { role: 'CHATBOT', message: '', tool_calls },
    ]);
  });

  it('streams pieces, then all calls, then all once more', async () => {
    const whole = await json({ tools, message });
    const events = await streamed({ tools, message });
    const pieces = events.filter(({ event_type }) => event_type === 'tool-calls-chunk').map((event) => event.tool_call_delta);
    expect(pieces[0]).toEqual({ index: 0, name: 'get_weather' });
    const text = pieces.filter(({ index }) => index === 0).map(({ parameters }) => parameters ?? '');
    expect(JSON.parse(text.join(''))).toEqual(whole.tool_calls[0].parameters);
    expect(events.at(-2)).toMatchObject({ event_type: 'tool-calls-generation', tool_calls: whole.tool_calls });
    expect(events.at(-1)).toMatchObject({ event_type: 'stream-end', response: { tool_calls: whole.tool_calls } });
  });

  it('lacks a call whose parameters are cut off, which a stream has in part', async () => {
    const cut = { tools, message, max_tokens: 3 };
    const whole = await json(cut);
    expect(whole.finish_reason).toBe('MAX_TOKENS');
    expect(whole).not.toHaveProperty('tool_calls');
    const types = (await streamed(cut)).map(({ event_type }) => event_type);
    expect(types).toContain('tool-calls-chunk');
    expect(types).not.toContain('tool-calls-generation');
  });
});

const call = { name: 'get_weather', parameters: { city: 'Graz' } };
const result = (output: string) => ({ call, outputs: [{ output }] });
const asked = { role: 'USER', message: 'How is the weather?' };
const called = { role: 'CHATBOT', message: '', tool_calls: [call] };
const told = { role: 'TOOL', tool_results: [result('rain')] };

describe('results', () => {
  it('are answered beside an empty message, those of earlier turns told in the history', async () => {
    const chat_history = [asked, called, told, { role: 'CHATBOT', message: 'Rain.' }, asked, called];
    const tool_results = [result('sunny'), result('Error: no such city')];
    const body = await json({ tools, message: '', chat_history, tool_results });
    expect(body.text).toMatch(/to the results sunny; Error: no such city:/);
    expect(body.chat_history.slice(-2)).toEqual([
      { role: 'TOOL', tool_results },
      { role: 'CHATBOT', message: body.text },
    ]);
  });

  it('may come beside a message in a single step', async () => {
    const body = { tools, message: 'Well?', chat_history: [asked, called], tool_results: [result('rain')] };
    expect((await ask(simulator, 'cohere-v1', { ...body, force_single_step: true })).status).toBe(200);
  });
});

describe('a request', () => {
  const one = (tool: object) => ({ tools: [tool] });

  it.each<[object, number, string]>([
    [one({ type: 'function', function: { name: 'now' } }), 400, 'invalid request: all elements in tools must have a name.'],
    [one({ name: 'get-time' }), 400, "can't begin with a digit (provided name: 'get-time')."],
    [one({ name: 'now', parameters: {} }), 422, "unknown field: parameter 'parameters' is not a valid field."],
    [one({ name: 'now', parameter_definitions: { zone: {} } }), 400, 'type is required'],
    [{ tools, tool_choice: 'REQUIRED' }, 422, "unknown field: parameter 'tool_choice' is not a valid field."],
    [{ message: '', chat_history: [asked, called] }, 400, 'or tool results must be specified.'],
    [{ message: '', tool_results: [{}] }, 400, 'tool_results.0.call is required'],
    [{ tool_results: [result('rain')] }, 400, 'cannot specify both message and tool_results in multistep mode'],
    [
      { chat_history: [asked, called, told] },
      400,
      'cannot specify message if the last entry in chat history contains tool results',
    ],
    [{ chat_history: [{ role: 'USER', message: '' }] }, 400, 'all elements in history must have a message.'],
  ])('is refused: %j', async (body, status, words) => {
    const reply = await ask(simulator, 'cohere-v1', body);
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text).message).toContain(words);
  });
});

describe('a parameter', () => {
  const schemaOf = (type: string, description?: string) => {
    const definition = description === undefined ? { type } : { type, description };
    const { parameters } = offeredTool({ name: 'any', parameter_definitions: { it: definition } });
    return (parameters as Loose).properties.it;
  };

  it.each([
    ['str', { type: 'string' }],
    ['int', { type: 'integer' }],
    ['float', { type: 'number' }],
    ['bool', { type: 'boolean' }],
    ['None', { type: 'null' }],
    ['List', { type: 'array' }],
    ['List[List[int]]', { type: 'array', items: { type: 'array', items: { type: 'integer' } } }],
    ['Dict[str, int]', { type: 'object' }],
    ['Optional[bool]', { type: 'boolean' }],
    ['Union[int, str]', { type: 'integer' }],
    ['InventoryItem', { type: 'string' }],
  ])('of the type %s is %j', (type, schema) => {
    expect(schemaOf(type)).toEqual(schema);
  });

  it('has choices where its description tells them', () => {
    expect(schemaOf('str', 'The unit. Possible enum values: metric, imperial.')).toEqual({
      type: 'string',
      enum: ['metric', 'imperial'],
    });
    expect(schemaOf('float', 'Possible enum values: 0.5, 2. The default value is: 2.')).toEqual({
      type: 'number',
      enum: [0.5, 2],
    });
  });

  it('is as the JSON Schema in its description says, if it is any', () => {
    const schema = { type: 'object', properties: { x: { type: 'number' } } };
    expect(schemaOf('Dict', `Where. JSON Schema: ${JSON.stringify(schema)}`)).toEqual(schema);
    expect(schemaOf('Dict', 'JSON Schema: {oh}')).toEqual({ type: 'object' });
  });
});
