import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ASKS, ask, eventsOf, send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const user = (content: unknown) => ({ role: 'user', content });
const tools = ['now', 'later'].map((name) => ({ type: 'function', function: { name } }));

describe('kimi', () => {
  it('tells its usage in the choice, and again behind it', async () => {
    const { usage } = JSON.parse((await ask(simulator, 'kimi')).text);
    const { headers, text } = await ask(simulator, 'kimi', { stream: true });
    const events = eventsOf(text);
    expect(headers['msh-request-id']).toMatch(/^[0-9a-f]{32}$/);
    expect(events.at(-2)).toMatchObject({ choices: [{ delta: {}, finish_reason: 'stop', usage }] });
    expect(events.at(-1)).toMatchObject({ choices: [], usage });
    expect(usage.cached_tokens).toBe(0);
  });

  it('streams calls without an index, in their places in the list', async () => {
    const body = { messages: [user('later now')], tools };
    const { message } = JSON.parse((await ask(simulator, 'kimi', body)).text).choices[0];
    expect(message).toMatchObject({
      content: '',
      tool_calls: [
        { index: 0, id: 'later_0' },
        { index: 1, id: 'now_1' },
      ],
    });
    const lists = eventsOf((await ask(simulator, 'kimi', { ...body, stream: true })).text).flatMap(
      ({ choices }) => choices[0]?.delta.tool_calls ?? [],
    );
    expect(lists.some((piece) => 'index' in piece)).toBe(false);
    expect(lists.map((piece) => piece.id)).toEqual(['later_0', 'now_1', ...Array(8).fill(undefined)]);
    expect(lists.map((piece) => piece.function.arguments)).toEqual(['', '', '{', '', '}', '', '', '{', '', '}']);
  });

  it('gives a call of another turn the same id', async () => {
    const turn = [
      user('now'),
      { role: 'assistant', tool_calls: [{ id: 'now_0', type: 'function', function: { name: 'now', arguments: '{}' } }] },
    ];
    const messages = [...turn, { role: 'tool', tool_call_id: 'now_0', content: 'noon' }, user('And now?')];
    const { message } = JSON.parse((await ask(simulator, 'kimi', { messages, tools })).text).choices[0];
    expect(message.tool_calls[0].id).toBe('now_0');
  });

  it('takes no call without its thoughts from a model that thinks', async () => {
    const asked = (reasoning_content: string | undefined, type: string) => {
      const tool_calls = [{ id: 'now_0', type: 'function', function: { name: 'now', arguments: '{}' } }];
      const turn = [user('now'), { role: 'assistant', tool_calls, reasoning_content }];
      const messages = [...turn, { role: 'tool', tool_call_id: 'now_0', content: 'noon' }];
      return ask(simulator, 'kimi', { messages, tools, thinking: { type } });
    };
    expect(JSON.parse((await asked('', 'enabled')).text).error.message).toBe(
      'thinking is enabled but reasoning_content is missing in assistant tool call message at index 1',
    );
    expect((await asked(' ', 'enabled')).status).toBe(200);
    expect((await asked(undefined, 'disabled')).status).toBe(200);
  });

  it.each<[object, number, string, string]>([
    [{ model: 'missing' }, 404, 'Not found the model missing or Permission denied', 'resource_not_found_error'],
    [{ temperature: 1.5 }, 400, 'Invalid request: temperature must be at most 1', 'invalid_request_error'],
    [{ messages: [user('')] }, 400, 'Invalid request: messages.0.content must not be empty', 'invalid_request_error'],
    [
      { tools, tool_choice: 'required', thinking: { type: 'enabled' } },
      400,
      "tool_choice 'required' is incompatible with thinking enabled",
      'invalid_request_error',
    ],
    [
      {
        messages: [
          user('Hi'),
          { role: 'assistant', tool_calls: [{ id: 'now_0', type: 'function', function: { name: 'now', arguments: '' } }] },
        ],
      },
      400,
      "Invalid request: An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: now_0",
      'invalid_request_error',
    ],
  ])('refuses %j', async (body, status, message, type) => {
    const reply = await ask(simulator, 'kimi', body);
    expect([reply.status, JSON.parse(reply.text)]).toEqual([status, { error: { message, type } }]);
  });

  it('refuses without a key', async () => {
    const { path, body } = ASKS.kimi;
    const { status, text } = await send(simulator, path, { body });
    expect([status, JSON.parse(text)]).toEqual([
      401,
      { error: { message: 'Invalid Authentication', type: 'invalid_authentication_error' } },
    ]);
  });
});
