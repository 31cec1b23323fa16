import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { eventsOf, type Loose, send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const QUESTION = 'How many words are these?';
const HI = { model: 'gemma4', messages: [{ role: 'user', content: QUESTION }] };
const PROMPT = { model: 'gemma4', prompt: QUESTION };
const TOOLS = ['get_weather', 'get_time'].map((name) => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: { city: { type: 'string' } } } },
}));
const CALLING = { ...HI, messages: [{ role: 'user', content: 'Use get_time and get_weather' }], tools: TOOLS };

const post = (route: string, body: unknown, headers: Record<string, string> = {}) =>
  send(simulator, `/ollama/api/${route}`, { body, headers });
const whole = async (route: string, body: object): Promise<Loose> =>
  JSON.parse((await post(route, { stream: false, ...body })).text);
const lines = async (route: string, body: object): Promise<Loose[]> => eventsOf((await post(route, body)).text);
const CREATED = { model: 'gemma4', created_at: '2026-01-01T00:00:00Z' };

describe('chat', () => {
  it('answers whole where it is asked to', async () => {
    const { status, headers, text } = await post('chat', { ...HI, stream: false });
    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    expect(JSON.parse(text)).toEqual({
      ...CREATED,
      message: { role: 'assistant', content: expect.stringMatching(/^Simulated réponse to 5 words: /) },
      done: true,
      done_reason: 'stop',
      total_duration: expect.any(Number),
      load_duration: expect.any(Number),
      prompt_eval_count: 6,
      prompt_eval_duration: expect.any(Number),
      eval_count: expect.any(Number),
      eval_duration: expect.any(Number),
    });
  });

  it('streams lines by itself, one a token', async () => {
    const { headers, text } = await post('chat', HI);
    expect(headers['content-type']).toBe('application/x-ndjson');
    const events = eventsOf(text);
    const { message, ...end } = await whole('chat', HI);
    expect(events[0]).toEqual({ ...CREATED, message: { role: 'assistant', content: 'Simulated' }, done: false });
    expect(events.map((event) => event.message.content).join('')).toBe(message.content);
    expect(events.at(-1)).toEqual({ ...end, message: { role: 'assistant', content: '' } });
    expect(events).toHaveLength(end.eval_count + 1);
  });

  it('thinks if it is asked to', async () => {
    for (const think of [true, 'low', 'max']) {
      const { message } = await whole('chat', { ...HI, think });
      const streamed = await lines('chat', { ...HI, think });
      expect(message.thinking).toMatch(/^I count 5 words/);
      expect(streamed.map((event) => event.message.thinking ?? '').join('')).toBe(message.thinking);
      expect(streamed[0].message).toEqual({ role: 'assistant', content: '', thinking: 'I' });
    }
    expect((await whole('chat', { ...HI, think: false })).message).not.toHaveProperty('thinking');
  });

  it('heeds the options, and no others', async () => {
    expect(await whole('chat', { ...HI, options: { num_predict: 2, colour: 'red' } })).toMatchObject({
      message: { content: 'Simulated réponse' },
      done_reason: 'length',
      eval_count: 2,
    });
    expect((await whole('chat', { ...HI, options: { num_predict: -1 } })).done_reason).toBe('stop');
    for (const stop of ['réponse', ['réponse']]) {
      expect(await whole('chat', { ...HI, options: { stop } })).toMatchObject({
        message: { content: 'Simulated' },
        done_reason: 'stop',
      });
    }
    expect(await whole('chat', { ...HI, num_predict: 2, format: null })).toMatchObject({ done_reason: 'stop' });
  });

  it('calls tools with objects, each whole in one line', async () => {
    const { message, done_reason } = await whole('chat', CALLING);
    expect(message).toEqual({
      role: 'assistant',
      content: '',
      tool_calls: ['get_time', 'get_weather'].map((name, index) => ({
        id: expect.stringMatching(/^call_[0-9a-f]{8}$/),
        function: { index, name, arguments: { city: expect.any(String) } },
      })),
    });
    expect(done_reason).toBe('stop');
    expect(new Set(message.tool_calls.map(({ id }: Loose) => id)).size).toBe(2);
    const streamed = await lines('chat', CALLING);
    expect(streamed.map((event) => event.message.tool_calls ?? [])).toEqual([
      ...message.tool_calls.map((call: Loose) => [call]),
      [],
    ]);
  });

  it('leaves out a call that the limit cuts', async () => {
    const cut = await whole('chat', { ...CALLING, options: { num_predict: 3 } });
    expect(cut).toMatchObject({ message: { role: 'assistant', content: '' }, done_reason: 'length', eval_count: 3 });
    expect(cut.message).not.toHaveProperty('tool_calls');
  });

  it('answers to the results of tools', async () => {
    const called = (await whole('chat', CALLING)).message;
    const results = ['noon', 'rain'].map((content) => ({ role: 'tool', content, tool_name: 'any' }));
    const { message } = await whole('chat', { ...CALLING, messages: [...CALLING.messages, called, ...results] });
    expect(message.content).toContain('noon; rain');
  });

  it('only loads or unloads a model that is asked nothing, in one object', async () => {
    const loaded = { ...CREATED, message: { role: 'assistant', content: '' }, done_reason: 'load', done: true };
    for (const body of [{ model: 'gemma4' }, { model: 'gemma4', messages: [], stream: false }]) {
      const { headers, text } = await post('chat', body);
      expect(headers['content-type']).toMatch(/^application\/json/);
      expect(JSON.parse(text)).toEqual(loaded);
    }
    expect(await whole('chat', { model: 'gemma4', messages: [], keep_alive: 0 })).toEqual({ ...loaded, done_reason: 'unload' });
  });
});

describe('generate', () => {
  it('gives the same text in a member of its own', async () => {
    const { message, ...chatted } = await whole('chat', HI);
    const { response, ...generated } = await whole('generate', PROMPT);
    expect([response, generated]).toEqual([message.content, chatted]);
    const streamed = await lines('generate', { ...PROMPT, think: true });
    expect(streamed.map((event) => event.response).join('')).toBe(response);
    expect(streamed[0]).toEqual({ ...CREATED, response: '', thinking: 'I', done: false });
    expect(streamed.at(-1)).toMatchObject({ response: '', done: true, done_reason: 'stop' });
  });

  it('takes a system prompt', async () => {
    expect((await whole('generate', { ...PROMPT, system: 'Be brief.' })).prompt_eval_count).toBe(9);
  });

  it('only loads a model without a prompt', async () => {
    expect(await whole('generate', { model: 'gemma4' })).toEqual({ ...CREATED, response: '', done_reason: 'load', done: true });
  });
});

describe('tags', () => {
  it('lists models to anyone', async () => {
    const { status, text } = await send(simulator, '/ollama/api/tags', {
      method: 'GET',
      headers: { authorization: 'Bearer bad-key' },
    });
    expect(status).toBe(200);
    const { models } = JSON.parse(text);
    expect(models[0]).toMatchObject({
      name: 'gemma4:latest',
      model: 'gemma4:latest',
      details: { family: 'gemma4', format: 'gguf' },
    });
  });
});

describe('a refusal', () => {
  it.each<[string, string, unknown, number, string]>([
    ['a model that is not there', 'chat', { ...HI, model: 'missing-x' }, 404, "model 'missing-x' not found"],
    ['no model', 'chat', { messages: HI.messages }, 400, 'model is required'],
    ['an empty model', 'generate', { model: '', prompt: 'Hi' }, 400, 'model is required'],
    [
      'messages that are no list',
      'chat',
      { ...HI, messages: 'Hi' },
      400,
      'json: cannot unmarshal string into Go struct field ChatRequest.messages of type []interface {}',
    ],
    [
      'content that is no text',
      'chat',
      { ...HI, messages: [{ role: 'user', content: [] }] },
      400,
      'json: cannot unmarshal array into Go struct field ChatRequest.messages.0.content of type string',
    ],
    ['a list', 'generate', [], 400, 'json: cannot unmarshal array into Go value of type api.GenerateRequest'],
    [
      'a role',
      'chat',
      { ...HI, messages: [{ role: 'robot', content: 'Hi' }] },
      400,
      'messages.0.role must be one of system, user, assistant, tool',
    ],
    [
      'a tool without a name',
      'chat',
      { ...HI, tools: [{ function: { parameters: {} } }] },
      400,
      'tools.0.function.name is required',
    ],
    [
      'a way to think',
      'chat',
      { ...HI, think: 'hard' },
      400,
      'invalid think value: "hard" (must be "high", "medium", "low", "max", true, or false)',
    ],
    ['what is no JSON', 'chat', '{"model', 400, 'unexpected EOF'],
  ])('is made of %s', async (_what, route, body, status, error) => {
    const reply = await post(route, body);
    expect([reply.status, JSON.parse(reply.text)]).toEqual([status, { error }]);
  });

  it('is not made for want of a key, but of a wrong one', async () => {
    expect((await post('chat', HI, { authorization: 'Bearer any' })).status).toBe(200);
    const { status, text } = await post('chat', HI, { authorization: 'Bearer bad-key' });
    expect([status, JSON.parse(text)]).toEqual([401, { error: 'unauthorized' }]);
    expect((await post('chat', HI, { authorization: 'Bearer no-permission' })).status).toBe(403);
  });

  it('of an unknown route is plain text', async () => {
    const { status, headers, text } = await post('nowhere', {});
    expect([status, text, headers['content-type']]).toEqual([404, '404 page not found', 'text/plain; charset=utf-8']);
    expect((await send(simulator, '/ollama/api/chat', { method: 'GET' })).status).toBe(405);
  });

  it('in the middle of a stream is a line', async () => {
    simulator.scenario = { break: 'error', after: 2 };
    const events = await lines('chat', HI);
    simulator.scenario = undefined;
    expect(events.slice(2)).toEqual([{ error: 'an error was encountered while running the model' }]);
  });
});
