import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ASKS, ask, eventsOf, type Loose, QUESTION, send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const json = async (body: object = {}): Promise<Loose> => JSON.parse((await ask(simulator, 'anthropic', body)).text);
const user = (content: unknown) => ({ role: 'user', content });

const OLDER = { model: 'claude-haiku-4-5' };

describe('anthropic', () => {
  it('answers whole', async () => {
    const { headers, text } = await ask(simulator, 'anthropic');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'request-id': expect.stringMatching(/^req_\w+$/),
      'anthropic-ratelimit-requests-limit': '4000',
      'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:01Z',
    });
    expect(JSON.parse(text)).toEqual({
      model: 'claude-sonnet-5',
      id: expect.stringMatching(/^msg_\w+$/),
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: expect.stringMatching(/^Simulated réponse to 5 words: /) }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: {
        input_tokens: 6,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens: expect.any(Number),
        service_tier: 'standard',
      },
    });
  });

  it('streams', async () => {
    const { headers, text } = await ask(simulator, 'anthropic', { stream: true });
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    const events = eventsOf(text);
    const types = events.map(({ type }) => type);
    const names = [...text.matchAll(/^event: (.*)$/gm)].map(([, name]) => name);
    const whole = await json();
    expect(names).toEqual(types);
    expect(types.slice(0, 4)).toEqual(['message_start', 'content_block_start', 'ping', 'content_block_delta']);
    expect(types.slice(-3)).toEqual(['content_block_stop', 'message_delta', 'message_stop']);
    expect(types.filter((type) => type === 'content_block_delta')).toHaveLength(whole.usage.output_tokens);
    expect(events[0].message).toMatchObject({ id: whole.id, content: [], stop_reason: null, usage: { input_tokens: 6 } });
    expect(events.at(-2)).toMatchObject({
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: whole.usage.output_tokens },
    });
  });

  it('counts what came before the last message as cached', async () => {
    const messages = [user('Hi'), { role: 'assistant', content: [{ type: 'text', text: 'Hello!' }] }, user('And now?')];
    expect((await json({ system: 'Be brief.', messages })).usage).toMatchObject({ input_tokens: 3, cache_read_input_tokens: 6 });
  });

  it('stops at max_tokens and at stop sequences', async () => {
    expect(await json({ max_tokens: 2 })).toMatchObject({
      content: [{ text: 'Simulated réponse' }],
      stop_reason: 'max_tokens',
      usage: { output_tokens: 2 },
    });
    expect(await json({ stop_sequences: ['words'] })).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: 'words' });
    expect(await json({ stop_sequences: ['Simulated'] })).toMatchObject({ content: [], stop_reason: 'stop_sequence' });
  });

  it('thinks if it is asked to, and signs it', async () => {
    const body = { ...OLDER, thinking: { type: 'enabled', budget_tokens: 1024 } };
    const whole = await json(body);
    const [block, answer] = whole.content;
    expect([block.type, answer.type]).toEqual(['thinking', 'text']);
    const events = eventsOf((await ask(simulator, 'anthropic', { ...body, stream: true })).text);
    const deltas = events.filter(({ type }) => type === 'content_block_delta');
    const joined = (member: string) => deltas.map(({ delta }) => delta[member] ?? '').join('');
    expect(joined('thinking')).toBe(block.thinking);
    expect(joined('signature')).toBe(block.signature);
    expect(joined('text')).toBe(answer.text);
    expect(events.filter(({ type }) => type === 'content_block_stop').map(({ index }) => index)).toEqual([0, 1]);
    expect(whole.usage.output_tokens_details.thinking_tokens).toBe(deltas.filter(({ delta }) => delta.thinking).length);
  });

  it('shows what new models think only where it is asked to', async () => {
    const adaptive = { type: 'adaptive' };
    const [shown] = (await json({ thinking: { ...adaptive, display: 'summarized' } })).content;
    expect(shown).toMatchObject({ type: 'thinking', thinking: expect.stringMatching(/^I count 5 words/) });
    const [hidden] = (await json({ thinking: adaptive })).content;
    expect(hidden).toEqual({ type: 'thinking', thinking: '', signature: expect.not.stringMatching(shown.signature) });
    const events = eventsOf((await ask(simulator, 'anthropic', { thinking: adaptive, stream: true })).text);
    const deltas = events.filter(({ type, index }) => type === 'content_block_delta' && index === 0);
    expect(deltas.map(({ delta }) => delta)).toEqual([{ type: 'signature_delta', signature: hidden.signature }]);
  });

  it('takes signed thinking back unchanged only', async () => {
    const { content } = await json({ thinking: { type: 'adaptive' } });
    const messages = (blocks: unknown) => [user('Hi'), { role: 'assistant', content: blocks }, user('And now?')];
    expect((await ask(simulator, 'anthropic', { messages: messages(content) })).status).toBe(200);
    const forged = [{ ...content[0], thinking: 'Something else.' }, content[1]];
    expect(await json({ messages: messages(forged) })).toMatchObject({
      error: { message: 'messages.1.content.0: Invalid `signature` in `thinking` block' },
    });
  });

  it('ends thinking that eats the whole limit', async () => {
    const body = { thinking: { type: 'adaptive' }, max_tokens: 3 };
    expect(await json(body)).toMatchObject({ content: [{ type: 'thinking' }], stop_reason: 'max_tokens' });
    const types = eventsOf((await ask(simulator, 'anthropic', { ...body, stream: true })).text).map(({ type }) => type);
    expect(types.slice(-4)).toEqual(['content_block_delta', 'content_block_stop', 'message_delta', 'message_stop']);
  });

  it('lists models', async () => {
    const { text } = await send(simulator, '/anthropic/v1/models', { method: 'GET', headers: { 'x-api-key': 'any' } });
    expect(JSON.parse(text)).toMatchObject({ data: [{ type: 'model', id: 'claude-sonnet-5' }, {}], has_more: false });
  });

  it('takes a bearer token too', async () => {
    const { body, path } = ASKS.anthropic;
    const headers = { authorization: 'Bearer any', 'anthropic-version': '2023-06-01' };
    expect((await send(simulator, path, { headers, body })).status).toBe(200);
  });

  it.each<[string, number, string, string, Parameters<typeof send>[2] & { path?: string }]>([
    ['no key', 401, 'authentication_error', 'x-api-key header is required', { headers: { 'x-api-key': '' } }],
    ['a bad key', 401, 'authentication_error', 'invalid x-api-key', { headers: { 'x-api-key': 'bad-key' } }],
    [
      'a key without permission',
      403,
      'permission_error',
      'does not have permission',
      { headers: { 'x-api-key': 'no-permission' } },
    ],
    [
      'no version',
      400,
      'invalid_request_error',
      'anthropic-version: header is required',
      { headers: { 'anthropic-version': '' } },
    ],
    ['another content type', 400, 'invalid_request_error', 'application/json', { headers: { 'content-type': 'text/plain' } }],
    ['no JSON', 400, 'invalid_request_error', 'not valid JSON', { body: '{"model"' }],
    ['no body', 400, 'invalid_request_error', 'not valid JSON', { body: '' }],
    ['another path', 404, 'not_found_error', 'Not found', { path: '/anthropic/messages' }],
    ['another method', 405, 'invalid_request_error', 'Method Not Allowed', { method: 'GET' }],
  ])('refuses %s', async (_what, status, type, words, { path = ASKS.anthropic.path, headers, ...rest }) => {
    const reply = await send(simulator, path, {
      headers: { ...ASKS.anthropic.headers, ...headers },
      ...(rest.method !== 'GET' && { body: ASKS.anthropic.body }),
      ...rest,
    });
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text)).toEqual({
      type: 'error',
      error: { type, message: expect.stringContaining(words) },
      request_id: reply.headers['request-id'],
    });
  });

  it.each<[object, string]>([
    [{ max_tokens: undefined }, 'max_tokens: Field required'],
    [{ max_tokens: '20' }, 'max_tokens: Input should be a valid integer'],
    [{ max_tokens: 0 }, 'max_tokens: Input should be greater than or equal to 1'],
    [{ temperature: 1.5 }, 'temperature: Input should be less than or equal to 1'],
    [{ presence_penalty: 1 }, 'presence_penalty: Extra inputs are not permitted'],
    [{ messages: [] }, 'messages: at least one message is required'],
    [{ messages: [user('')] }, 'messages.0: all messages must have non-empty content'],
    [{ messages: [user([])] }, 'messages.0: all messages must have non-empty content'],
    [{ messages: [user([{ type: 'text', text: '' }])] }, 'messages: text content blocks must be non-empty'],
    [{ messages: [{ role: 'system', content: 'x' }] }, "messages.0.role: Input should be 'user' or 'assistant'"],
    [{ messages: [{ role: 'assistant', content: 'x' }] }, 'messages: first message must use the "user" role'],
    [{ messages: [user('x'), { role: 'user' }] }, 'messages.1.content: Field required'],
    [{ stop_sequences: [' '] }, 'stop_sequences.0: must contain non-whitespace text'],
    [{ ...OLDER, thinking: { type: 'enabled' } }, 'thinking.enabled.budget_tokens: Field required'],
    [
      { ...OLDER, thinking: { type: 'enabled', budget_tokens: 2000 } },
      '`max_tokens` must be greater than `thinking.budget_tokens`',
    ],
  ])('refuses %j', async (body, message) => {
    const { status, text } = await ask(simulator, 'anthropic', body);
    expect(status).toBe(400);
    expect(JSON.parse(text).error).toEqual({ type: 'invalid_request_error', message: expect.stringContaining(message) });
  });

  it.each(['claude-3-sonnet-20240229', 'missing-model', 'unknown'])('does not know %s', async (model) => {
    const { status, text } = await ask(simulator, 'anthropic', { model });
    expect(status).toBe(404);
    expect(JSON.parse(text).error).toEqual({ type: 'not_found_error', message: `model: ${model}` });
  });

  it('takes user turns in a row, and an empty last turn of the assistant', async () => {
    const messages = [user('Hi'), user(QUESTION), { role: 'assistant', content: '' }];
    expect((await ask(simulator, 'anthropic', { messages })).status).toBe(200);
  });
});
