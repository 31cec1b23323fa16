import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ask, eventsOf, type Loose } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const stream = async (body: object = {}): Promise<Loose[]> =>
  eventsOf((await ask(simulator, 'deepseek', { ...body, stream: true })).text);
const user = (content: unknown) => ({ role: 'user', content });
const tools = [{ type: 'function', function: { name: 'now' } }];

describe('deepseek', () => {
  it('tells its usage, hits and misses of the cache included, with the finish reason', async () => {
    const messages = [user('Hi'), { role: 'assistant', content: 'Hello!' }, user('And now?')];
    const { headers, text } = await ask(simulator, 'deepseek', { messages });
    const { usage } = JSON.parse(text);
    expect(headers['x-ds-trace-id']).toMatch(/^[0-9a-f]{32}$/);
    expect(usage).toMatchObject({ prompt_tokens: 6, prompt_cache_hit_tokens: 3, prompt_cache_miss_tokens: 3 });
    const events = await stream({ messages });
    expect(events.at(-1)).toMatchObject({ choices: [{ delta: {}, finish_reason: 'stop' }], usage });
    expect(events.slice(0, -1).every((event) => event.usage === null)).toBe(true);
  });

  it('has no content while it thinks', async () => {
    const thinking = { type: 'enabled' };
    const deltas = (await stream({ thinking })).map(({ choices }) => choices[0].delta);
    const thoughts = deltas.filter(({ reasoning_content }) => reasoning_content);
    expect(thoughts.length).toBeGreaterThan(5);
    expect(thoughts.every(({ content }) => content === null)).toBe(true);
    const asked = { thinking: { type: 'disabled' }, reasoning_effort: 'high' };
    expect((await stream(asked)).some(({ choices }) => choices[0].delta.reasoning_content)).toBe(false);
  });

  it('numbers its calls, one after the other', async () => {
    const two = [...tools, { type: 'function', function: { name: 'later' } }];
    const body = { messages: [user('now later')], tools: two };
    const { message } = JSON.parse((await ask(simulator, 'deepseek', body)).text).choices[0];
    expect(message).toMatchObject({
      content: '',
      tool_calls: [{ index: 0, id: expect.stringMatching(/^call_00_/) }, { index: 1 }],
    });
    const pieces = (await stream(body)).flatMap(({ choices }) => choices[0].delta.tool_calls ?? []);
    expect(pieces.map(({ index }) => index)).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it('takes no call without its thoughts from a model that thinks, but empty ones', async () => {
    const asked = (reasoning_content: string | undefined) => {
      const tool_calls = [{ id: 'a', type: 'function', function: { name: 'now', arguments: '{}' } }];
      const turn = [user('now'), { role: 'assistant', tool_calls, reasoning_content }];
      const messages = [...turn, { role: 'tool', tool_call_id: 'a', content: 'noon' }];
      return ask(simulator, 'deepseek', { messages, tools, thinking: { type: 'enabled' } });
    };
    expect(JSON.parse((await asked(undefined)).text).error.message).toContain('must be passed back to the API');
    expect((await asked('')).status).toBe(200);
  });

  it.each<[object, string]>([
    [{ model: 'missing' }, 'Model Not Exist'],
    [{ messages: undefined }, 'Failed to deserialize the JSON body into the target type: messages is required'],
    [{ temperature: 3 }, 'temperature must be at most 2'],
    [{ tools, tool_choice: 'required', thinking: { type: 'enabled' } }, 'Thinking mode does not support this tool_choice'],
    [
      { messages: [{ role: 'tool', tool_call_id: 'a', content: 'x' }] },
      "Messages with role 'tool' must be a response to a preceding message with 'tool_calls'",
    ],
    [
      {
        messages: [
          user('Hi'),
          { role: 'assistant', tool_calls: [{ id: 'a', type: 'function', function: { name: 'now', arguments: '' } }] },
        ],
      },
      "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. (insufficient tool messages following tool_calls message)",
    ],
  ])('refuses %j', async (body, message) => {
    const { status, text } = await ask(simulator, 'deepseek', body);
    const error = { message, type: 'invalid_request_error', param: null, code: 'invalid_request_error' };
    expect([status, JSON.parse(text)]).toEqual([400, { error }]);
  });

  it.each([
    [401, 'authentication_error', 'Authentication Fails'],
    [402, 'unknown_error', 'Insufficient Balance'],
    [500, 'server_error', 'Server error'],
    [503, 'service_unavailable_error', 'too busy'],
  ])('has the same code for a %i as for all', async (status, type, words) => {
    simulator.scenario = [{ status }];
    const { error } = JSON.parse((await ask(simulator, 'deepseek')).text);
    expect(error).toMatchObject({ type, code: 'invalid_request_error', message: expect.stringContaining(words) });
  });
});
