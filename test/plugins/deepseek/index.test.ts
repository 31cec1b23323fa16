import { describe, expect, it } from '@jest/globals';
import { ProviderRegistry } from '../../../src/registry/registry.ts';
import { failureOf } from '../../support/failure.ts';
import { FakeTransport } from '../../support/fake-transport.ts';

const create = (config: Record<string, unknown> = {}) =>
  new ProviderRegistry({ env: {} }).create('deepseek' as string, { apiKey: 'k-123', ...config });

describe('deepseek', () => {
  it('asks its own API', () => {
    const { url, body } = create({ baseURL: 'https://api.deepseek.com' }).encode({ prompt: 'Hi', maxTokens: 9 });
    expect(url).toBe('https://api.deepseek.com/v1/chat/completions');
    expect(body).toMatchObject({ model: 'deepseek-flash', max_tokens: 9 });
    expect(create({ maxTokensField: 'max_completion_tokens' }).encode({ prompt: 'Hi', maxTokens: 9 }).body).toMatchObject({
      max_completion_tokens: 9,
    });
  });

  it('turns thinking off, or says how much of it', () => {
    const bodyOf = (effort: 'none' | 'low') => create().encode({ prompt: 'Hi', reasoning: { effort } }).body;
    expect(bodyOf('none')).toMatchObject({ thinking: { type: 'disabled' } });
    expect(bodyOf('low')).toMatchObject({ reasoning_effort: 'low' });
  });

  it('gives JSON of any form, and that of a schema by a tool, which its models call without thinking', () => {
    const place = { type: 'json_schema', name: 'place', schema: { type: 'object' } } as const;
    expect(create().encode({ prompt: 'JSON, please', responseFormat: { type: 'json' } }).body).toMatchObject({
      response_format: { type: 'json_object' },
    });
    const { body } = create().encode({ prompt: 'Hi', responseFormat: place });
    expect(body).toMatchObject({ tool_choice: { function: { name: 'place' } }, thinking: { type: 'disabled' } });
    expect(() => create().encode({ prompt: 'Hi', responseFormat: place, reasoning: { effort: 'low' } })).toThrow(
      "deepseek can't be made to call a tool, or to fit a schema by one, while the model thinks",
    );
    expect(create({ model: 'deepseek-chat' }).encode({ prompt: 'Hi', responseFormat: place }).body).not.toHaveProperty(
      'thinking',
    );
  });

  it('reads no images', () => {
    const image = { type: 'image', url: 'https://a.example/a.png' } as const;
    expect(() => create().encode([{ role: 'user', content: [image] }])).toThrow('images and files are not sent to this API');
  });

  it('gives calls of another provider the reasoning that the API demands, unless thinking is off', () => {
    const call = { type: 'tool-call', id: 'c1', name: 'now', arguments: {}, argumentsText: '{}' } as const;
    const messages = [
      { role: 'user' as const, content: 'Hi' },
      { role: 'assistant' as const, content: [call] },
      { role: 'tool' as const, toolCallId: 'c1', content: '12:00' },
    ];
    const answerIn = (request: object) => (create().encode({ messages, ...request }).body.messages as object[])[1];
    expect(answerIn({})).toMatchObject({ reasoning_content: '' });
    expect(answerIn({ reasoning: { effort: 'none' } })).not.toHaveProperty('reasoning_content');
  });

  it('sends the thoughts that led to a call back with it', () => {
    const call = { type: 'tool-call', id: 'c1', name: 'now', arguments: {}, argumentsText: '{}' } as const;
    const { body } = create().encode([
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: [{ type: 'reasoning', text: 'Hm' }, call] },
      { role: 'tool', toolCallId: 'c1', content: '12:00' },
    ]);
    expect(body.messages).toEqual([
      { role: 'user', content: 'Hi' },
      {
        role: 'assistant',
        reasoning_content: 'Hm',
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'now', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: '12:00' },
    ]);
  });

  it.each([
    [401, 'authentication_error', 'INVALID_CONFIG', 'invalid_key'],
    [402, 'unknown_error', 'LLM_REQUEST', 'quota'],
    [400, 'invalid_request_error', 'INVALID_INPUT', undefined],
  ])('goes by the status %i, as the code is always the same', async (status, type, code, reason) => {
    const error = { message: 'No', type, param: null, code: 'invalid_request_error' };
    const transport = new FakeTransport({ status, chunks: [JSON.stringify({ error })] });
    const failure = await failureOf(create({ transport }).complete('Hi'));
    expect(failure).toMatchObject({ code, status });
    expect(failure.reason).toBe(reason);
  });
});
