import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ASKS, ask, eventsOf, type Loose, send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const json = async (body: object = {}): Promise<Loose> => JSON.parse((await ask(simulator, 'huggingface', body)).text);
const user = (content: unknown) => ({ role: 'user', content });

describe('huggingface', () => {
  it('answers whole', async () => {
    const { headers, text } = await ask(simulator, 'huggingface');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-request-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      'x-ratelimit-remaining-tokens-minute': '9223372036854767616',
    });
    const body: Loose = JSON.parse(text);
    const { completion_tokens } = body.usage;
    expect(body).toEqual({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion',
      created: 1767225600,
      model: 'openai/gpt-oss-20b',
      system_fingerprint: 'fp_simulated',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: expect.stringMatching(/^Simulated réponse to 5 words: /) },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 6,
        completion_tokens,
        total_tokens: 6 + completion_tokens,
        prompt_tokens_details: { cached_tokens: 0 },
      },
    });
  });

  it.each([true, false])('streams, with usage: %s', async (include_usage) => {
    const { headers, text } = await ask(simulator, 'huggingface', { stream: true, stream_options: { include_usage } });
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    const events = eventsOf(text);
    const whole = await json();
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(events[0]).toMatchObject({
      object: 'chat.completion.chunk',
      choices: [{ delta: { role: 'assistant', content: '' } }],
    });
    expect(events.at(include_usage ? -2 : -1).choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect(events.filter(({ usage }) => usage)).toEqual(
      include_usage ? [expect.objectContaining({ choices: [], usage: whole.usage })] : [],
    );
  });

  it.each([
    ['openai/gpt-oss-20b', 'reasoning'],
    ['deepseek-ai/DeepSeek-V4-Flash', 'reasoning_content'],
  ])('%s reasons in `%s`', async (model, member) => {
    const asked = { model, reasoning_effort: 'low' };
    const { choices, usage } = await json(asked);
    const events = eventsOf((await ask(simulator, 'huggingface', { ...asked, stream: true })).text);
    expect(choices[0].message[member]).toMatch(/^I count 5 words/);
    expect(events.map((event) => event.choices[0]?.delta[member] ?? '').join('')).toBe(choices[0].message[member]);
    expect(usage.completion_tokens_details.reasoning_tokens).toBeGreaterThan(5);
    expect((await json({ ...asked, reasoning_effort: 'none' })).choices[0].message).not.toHaveProperty(member);
  });

  it('stops at either limit and at a stop text', async () => {
    const finishes = [{ max_tokens: 2 }, { max_completion_tokens: 2 }].map(async (body) => (await json(body)).choices[0]);
    for (const choice of await Promise.all(finishes)) {
      expect(choice).toMatchObject({ message: { content: 'Simulated réponse' }, finish_reason: 'length' });
    }
    const cut = 'Simulated réponse to 5';
    for (const stop of [' words', [' words']]) {
      expect((await json({ stop })).choices[0]).toMatchObject({ message: { content: cut }, finish_reason: 'stop' });
    }
  });

  it('takes null for unset, and developer messages', async () => {
    const messages = [
      { role: 'developer', content: 'Be brief.' },
      { ...user('Hi'), name: null },
    ];
    const { usage } = await json({ messages, stop: null, max_tokens: null, stream: null });
    expect(usage).toMatchObject({ prompt_tokens: 4, prompt_tokens_details: { cached_tokens: 3 } });
  });

  it('lists models to everyone', async () => {
    const { status, text } = await send(simulator, '/huggingface/v1/models', { method: 'GET' });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      object: 'list',
      data: expect.arrayContaining([expect.objectContaining({ object: 'model' })]),
    });
  });

  it('says whose a key is', async () => {
    const whoami = (authorization: string) =>
      send(simulator, '/huggingface/api/whoami-v2', { method: 'GET', headers: { authorization } });
    expect(JSON.parse((await whoami('Bearer any')).text)).toMatchObject({ type: 'user', name: 'simulated' });
    expect(await whoami('Bearer bad-key')).toMatchObject({ status: 401 });
    expect(JSON.parse((await whoami('')).text)).toEqual({ error: 'Invalid username or password.' });
  });

  it.each<[string, number, unknown, Parameters<typeof send>[2] & { path?: string }]>([
    ['no key', 401, '{"error":"Invalid username or password."}', { headers: { authorization: 'Basic any' } }],
    ['a bad key', 401, expect.stringContaining('the token seems invalid'), { headers: { authorization: 'Bearer bad-key' } }],
    [
      'a key without permission',
      403,
      expect.stringContaining('permissions'),
      { headers: { authorization: 'Bearer no-permission' } },
    ],
    ['another content type', 415, expect.stringContaining('Content-Type'), { headers: { 'content-type': 'text/plain' } }],
    ['no JSON', 400, expect.stringContaining('as JSON'), { body: 'x' }],
    ['another path', 404, 'Not Found', { path: '/huggingface/v2/chat' }],
    ['another method', 405, '{"error":"Method Not Allowed"}', { method: 'DELETE' }],
  ])('refuses %s', async (_what, status, body, { path = ASKS.huggingface.path, headers, ...rest }) => {
    const reply = await send(simulator, path, {
      headers: { ...ASKS.huggingface.headers, ...headers },
      body: ASKS.huggingface.body,
      ...rest,
    });
    expect([reply.status, reply.text]).toEqual([status, body]);
  });

  it.each<[object, number, string]>([
    [{ messages: undefined }, 422, 'messages is required'],
    [{ messages: [] }, 400, 'messages must not be empty'],
    [{ messages: [user('')] }, 400, 'messages.0.content must not be empty'],
    [{ temperature: 3 }, 400, 'temperature must be at most 2'],
    [{ max_tokens: '2' }, 422, 'max_tokens is of type string but should be of type integer'],
    [{ maxTokens: 2 }, 400, 'maxTokens is not a valid field'],
    [{ stop: ['1', '2', '3', '4', '5'] }, 400, 'stop must have at most 4 items'],
  ])('refuses %j', async (body, status, message) => {
    const reply = await ask(simulator, 'huggingface', body);
    expect([reply.status, JSON.parse(reply.text)]).toEqual([status, { error: message }]);
  });

  it('does not know missing models, of any organisation', async () => {
    const { status, text } = await ask(simulator, 'huggingface', { model: 'acme/missing-model' });
    expect(status).toBe(404);
    expect(JSON.parse(text).error).toMatchObject({
      code: 'model_not_found',
      message: expect.stringContaining('acme/missing-model'),
    });
  });
});
