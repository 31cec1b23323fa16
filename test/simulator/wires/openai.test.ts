import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ASKS, ask, eventsOf, type Loose, send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const user = (content: unknown) => ({ role: 'user', content });
const call = { id: 'call_1', type: 'function', function: { name: 'now', arguments: '{}' } };
const tools = ['now', 'later'].map((name) => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: { zone: { type: 'string' } } } },
}));

describe('openai', () => {
  it('answers whole', async () => {
    const { headers, text } = await ask(simulator, 'openai');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-request-id': expect.stringMatching(/^req_[0-9a-f]{32}$/),
      'x-ratelimit-reset-tokens': '1m0.004s',
    });
    expect(JSON.parse(text)).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-\w{29}$/),
      choices: [{ message: { role: 'assistant', refusal: null, annotations: [] }, logprobs: null }],
      usage: { completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 } },
      service_tier: 'default',
    });
  });

  it('tells the usage of a stream in a chunk of its own, if asked', async () => {
    const stream = async (include_usage: boolean) =>
      eventsOf((await ask(simulator, 'openai', { stream: true, stream_options: { include_usage } })).text);
    const silent = await stream(false);
    expect(silent.some((event) => 'usage' in event)).toBe(false);
    const events = await stream(true);
    expect(events).toHaveLength(silent.length + 1);
    expect(events.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
    expect(events.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 6 } });
  });

  it('interleaves parallel calls by their index', async () => {
    const body = { messages: [user('now later')], tools };
    const events = eventsOf((await ask(simulator, 'openai', { ...body, stream: true })).text);
    expect(events[0].choices[0].delta).toEqual({ role: 'assistant', content: null });
    const pieces = events.flatMap((event) => event.choices[0].delta.tool_calls ?? []);
    expect(pieces.slice(0, 6).map(({ index }: Loose) => index)).toEqual([0, 0, 1, 1, 0, 1]);
    expect(pieces[0]).toEqual({
      index: 0,
      id: expect.stringMatching(/^call_\w{24}$/),
      type: 'function',
      function: { name: 'now', arguments: '' },
    });
    expect(pieces[1]).toEqual({ index: 0, function: { arguments: '{' } });
    const { message, finish_reason } = JSON.parse((await ask(simulator, 'openai', body)).text).choices[0];
    expect([message.content, finish_reason, message.tool_calls[0].id]).toEqual([null, 'tool_calls', pieces[0].id]);
  });

  it.each<[object, string, string | null, string | null]>([
    [{ model: undefined }, "Missing required parameter: 'model'.", 'model', 'missing_required_parameter'],
    [
      { tools: [{ type: 'function', function: {} }] },
      "Missing required parameter: 'tools[0].function.name'.",
      'tools[0].function.name',
      'missing_required_parameter',
    ],
    [
      { tools: [{ type: 'function', function: { name: 'a b' } }] },
      "Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]{1,64}$'.",
      'tools[0].function.name',
      'invalid_value',
    ],
    [
      { tools: [{ type: 'function', function: { name: 'a', parameters: 'b' } }] },
      "Invalid type for 'tools[0].function.parameters': expected an object, but got a string instead.",
      'tools[0].function.parameters',
      'invalid_type',
    ],
    [{ top_k: 5 }, "Unknown parameter: 'top_k'.", 'top_k', 'unknown_parameter'],
    [
      { temperature: null, top_p: '1' },
      "Invalid type for 'top_p': expected a decimal, but got a string instead.",
      'top_p',
      'invalid_type',
    ],
    [
      { messages: [] },
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
      'messages',
      'empty_array',
    ],
    [
      { model: '' },
      "Invalid 'model': empty string. Expected a string with minimum length 1, but got an empty string instead.",
      'model',
      'empty_string',
    ],
    [
      { temperature: 3 },
      "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.",
      'temperature',
      'decimal_above_max_value',
    ],
    [
      { max_tokens: 0 },
      "Invalid 'max_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead.",
      'max_tokens',
      'integer_below_min_value',
    ],
    [
      { stop: ['1', '2', '3', '4', '5'] },
      "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length 5 instead.",
      'stop',
      'array_above_max_length',
    ],
    [
      { messages: [{ role: 'robot' }] },
      "Invalid value: 'robot'. Supported values are: 'system', 'developer', 'user', 'assistant' and 'tool'.",
      'messages[0].role',
      'invalid_value',
    ],
    [{ messages: [user(null)] }, "Invalid value for 'content': expected a string, got null.", 'messages[0].content', null],
    [{ tool_choice: 'auto' }, "'tool_choice' is only allowed when 'tools' are specified.", 'tool_choice', null],
    [
      { tools, tool_choice: { type: 'function', function: { name: 'x' } } },
      "Tool choice 'x' not found in 'tools' parameter.",
      'tool_choice',
      null,
    ],
    [{ stream_options: {} }, "The 'stream_options' parameter is only allowed when 'stream' is enabled.", 'stream_options', null],
    [
      { messages: [user('Hi'), { role: 'tool', tool_call_id: 'call_1', content: 'x' }] },
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
      'messages[1].role',
      null,
    ],
    [
      { messages: [user('Hi'), { role: 'assistant', tool_calls: [call, { ...call, id: 'call_2' }] }, user('Well?')] },
      "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: call_1, call_2",
      'messages[2].role',
      null,
    ],
  ])('refuses %j', async (body, message, param, code) => {
    const { status, text } = await ask(simulator, 'openai', body);
    expect([status, JSON.parse(text)]).toEqual([400, { error: { message, type: 'invalid_request_error', param, code } }]);
  });

  it.each<[string, number, string, string | null, Parameters<typeof send>[2] & { path?: string }]>([
    ['no key', 401, "You didn't provide an API key.", null, { headers: { authorization: '' } }],
    ['a bad key', 401, 'Incorrect API key provided', 'invalid_api_key', { headers: { authorization: 'Bearer bad-key' } }],
    [
      'a key without permission',
      403,
      'insufficient permissions',
      'missing_scope',
      { headers: { authorization: 'Bearer no-permission' } },
    ],
    ['another content type', 400, 'content type', 'unsupported_content_type', { headers: { 'content-type': 'text/plain' } }],
    ['no JSON', 400, 'could not parse the JSON body', null, { body: 'x' }],
    ['no object', 400, 'expected an object, but got an array', 'invalid_type', { body: [] }],
    ['another path', 404, 'Invalid URL', null, { path: '/openai/chat' }],
    ['another method', 405, 'Not allowed', 'method_not_supported', { method: 'DELETE' }],
    [
      'a missing model',
      404,
      'The model `missing` does not exist',
      'model_not_found',
      { body: { model: 'missing', messages: [user('Hi')] } },
    ],
  ])('refuses %s', async (_what, status, words, code, { path = ASKS.openai.path, headers, ...rest }) => {
    const reply = await send(simulator, path, {
      headers: { ...ASKS.openai.headers, ...headers },
      body: ASKS.openai.body,
      ...rest,
    });
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text).error).toMatchObject({
      type: 'invalid_request_error',
      message: expect.stringContaining(words),
      code,
    });
  });

  it('tells in the words of a 429 how long to wait', async () => {
    simulator.scenario = [{ status: 429 }];
    const { error } = JSON.parse((await ask(simulator, 'openai')).text);
    expect(error).toMatchObject({
      type: 'requests',
      code: 'rate_limit_exceeded',
      message: expect.stringContaining('Please try again in 6ms.'),
    });
  });
});
