import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import type { CompletionRequest, JsonObject, Reasoning } from '../../../src/plugin.ts';
import { ProviderRegistry } from '../../../src/registry/registry.ts';
import { type Simulator, startSimulator } from '../../../src/testing.ts';
import type { Client } from '../../../src/types.ts';

let simulator: Simulator;
beforeAll(async () => {
  nock.restore();
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const registry = new ProviderRegistry({ env: {} });
const clientOf = (model: string): Client => {
  const baseURL = simulator.baseURL('anthropic');
  return registry.create('anthropic', { apiKey: 'key-0123456789', baseURL, model, retry: { attempts: 1 } });
};

const OLD = 'claude-3-5-haiku-latest';
const BUDGETED = 'claude-haiku-4-5';
const BETWEEN = 'claude-opus-4-6';
const NEW = 'claude-sonnet-5';
const ALWAYS = 'claude-opus-5-5';

const schema = {
  type: 'object',
  properties: {
    city: { type: 'string', minLength: 1, format: 'city' },
    size: { oneOf: [{ type: 'integer', minimum: 0 }, { type: 'null' }] },
    tags: { type: 'array', items: { type: 'string', pattern: '(?=x)|.*' }, maxItems: 3 },
  },
  required: ['city', 'size', 'tags'],
};
const endless: JsonObject = { type: 'object', properties: { next: { $ref: '#' } } };
const ask: CompletionRequest = { prompt: 'Where is it?' };

describe('what the simulated API takes', () => {
  it.each([OLD, BUDGETED, BETWEEN, NEW, ALWAYS])('is a form of the answer, of %s', async (model) => {
    const responseFormat = { type: 'json_schema' as const, name: 'place', schema };
    const { parsed, content } = await clientOf(model).complete({ ...ask, responseFormat });
    expect(parsed).toEqual(JSON.parse(content));
    expect(parsed).toMatchObject({ city: expect.any(String) });
  });

  it('is JSON of any form, by a tool', async () => {
    expect((await clientOf(NEW).complete({ ...ask, responseFormat: { type: 'json' } })).parsed).toEqual(expect.any(Object));
    await expect(clientOf(ALWAYS).complete({ ...ask, responseFormat: { type: 'json' } })).rejects.toThrow('"json" is not given');
  });

  it('is a form that it can not keep the model to, where that need not be strict', async () => {
    const client = clientOf(NEW);
    const responseFormat = { type: 'json_schema' as const, name: 'list', schema: endless };
    await expect(client.complete({ ...ask, responseFormat })).rejects.toThrow('schema: must not contain itself (# -> #)');
    expect(client.encode({ ...ask, responseFormat: { ...responseFormat, strict: false } }).body).toMatchObject({
      tool_choice: { type: 'tool', name: 'list' },
    });
  });

  it('is images, documents and marks, in answers that are told apart by them', async () => {
    const png = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
    const pdf = Buffer.from('%PDF-1.4\n');
    const text = Buffer.from('Hi');
    const { content } = await clientOf(NEW).chat([
      { role: 'system', content: 'Be brief.', cache: true },
      {
        role: 'user',
        content: [
          { type: 'image', data: png, cache: true },
          { type: 'image', url: 'https://example.com/cat.webp' },
          { type: 'file', data: pdf, name: 'a.pdf' },
          { type: 'file', data: text, mediaType: 'text/markdown; charset=utf-8', cache: true },
          { type: 'text', text: 'What is it?', cache: true },
        ],
      },
    ]);
    expect(content.match(/ I see [0-9a-f]{8}\./g)).toHaveLength(4);
  });

  it.each([BUDGETED, BETWEEN, NEW])('is thoughts of any measure, of %s', async (model) => {
    const measures: Reasoning[] = [{ budgetTokens: 1 }, { budgetTokens: 90_000 }];
    const efforts = (['minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const).map((effort) => ({ effort }));
    for (const reasoning of [...measures, ...efforts]) {
      const { reasoning: thoughts, message } = await clientOf(model).complete({ ...ask, reasoning });
      expect(thoughts).toMatch(/^I count 3 words/);
      const again = { messages: [{ role: 'user' as const, content: 'Hi' }, message, { role: 'user' as const, content: 'And?' }] };
      await expect(clientOf(model).complete({ ...again, reasoning })).resolves.toMatchObject({ finishReason: 'stop' });
    }
  });

  it.each([OLD, BUDGETED, BETWEEN, NEW, ALWAYS, 'claude-sonnet-5-5', 'claude-fable-5'])(
    'is no thoughts, of %s',
    async (model) => {
      const { reasoning } = await clientOf(model).complete({ ...ask, reasoning: { effort: 'none' } });
      expect(reasoning).toBeUndefined();
    },
  );
});
