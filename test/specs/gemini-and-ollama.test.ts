import { describe, expect, it } from '@jest/globals';
import { embeddings as geminiEmbeddings } from '../../plugins/gemini/embeddings.ts';
import { embeddings as ollamaEmbeddings } from '../../plugins/ollama/embeddings.ts';
import type { EmbedCall, EmbeddingsWire } from '../../src/data-wires.ts';
import type { CompletionRequest, Effort, Message, Part } from '../../src/index.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { createConfig } from '../openai-dialect/create-call.ts';
import { hasSpecs, violationsOf } from './violations.ts';

/** For slow machines: one of the descriptions takes a second to read. */
const PATIENCE_MS = 60_000;

const registry = new ProviderRegistry({ env: {} });

function violationsIn(provider: 'gemini' | 'ollama', request: CompletionRequest, config: object = {}): string[] {
  const { url, body } = registry.create(provider, { apiKey: 'any-key', ...config }).encode(request);
  return violationsOf(provider, new URL(url).pathname, body);
}

const png = 'iVBORw0KGgoAAAANSUhEUg==';
const asking = (...parts: Part[]): Message[] => [{ role: 'user', content: [{ type: 'text', text: 'What is it?' }, ...parts] }];
const schema = {
  type: 'object',
  properties: { kind: { const: 'cat' }, year: { type: ['integer', 'null'] } },
  required: ['kind'],
};
const FORMATS: CompletionRequest['responseFormat'][] = [{ type: 'json' }, { type: 'json_schema', name: 'animal', schema }];
const EFFORTS: Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];
const MODELS = ['gemini-3.5-flash', 'gemini-3-pro-preview', 'gemini-2.5-pro', 'gemini-2.5-flash-lite', 'gemma-4-31b-it'];

const BATCHES: Partial<EmbedCall>[] = [{}, { dimensions: 256 }, { inputType: 'search_query' }];

(hasSpecs ? describe : describe.skip)('the description of the API lists what is sent', () => {
  it.each(FORMATS)(
    'for %j',
    (responseFormat) => {
      expect(violationsIn('gemini', { prompt: 'Hi', responseFormat })).toEqual([]);
      expect(violationsIn('ollama', { prompt: 'Hi', responseFormat })).toEqual([]);
      expect(violationsIn('ollama', { prompt: 'Hi', responseFormat }, { api: 'generate', raw: true })).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'with images and files',
    () => {
      const image: Part = { type: 'image', base64: png };
      const file: Part = { type: 'file', url: 'https://example.com/a.pdf' };
      expect(violationsIn('gemini', { messages: asking(image, file) })).toEqual([]);
      expect(violationsIn('ollama', { messages: asking(image) })).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.each(MODELS)(
    'to think, to %s',
    (model) => {
      for (const effort of EFFORTS) {
        expect(violationsIn('gemini', { model, prompt: 'Hi', reasoning: { effort } })).toEqual([]);
        expect(violationsIn('ollama', { model, prompt: 'Hi', reasoning: { effort } })).toEqual([]);
      }
      expect(violationsIn('gemini', { model, prompt: 'Hi', reasoning: { budgetTokens: 5000 } })).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.each(BATCHES)(
    'to embed, with %j',
    (more) => {
      const config = { ...createConfig(), keepAlive: '10m', numCtx: 4096 };
      const violations = (provider: 'gemini' | 'ollama', wire: EmbeddingsWire, base: string, model: string) => {
        const call = { provider, config, model, input: ['a', 'b'], ...more };
        return violationsOf(provider, base + wire.path(call), JSON.parse(JSON.stringify(wire.encode(call))));
      };
      expect(violations('gemini', geminiEmbeddings, '/v1beta', 'gemini-embedding-2')).toEqual([]);
      expect(violations('gemini', geminiEmbeddings, '/v1beta', 'gemini-embedding-001')).toEqual([]);
      expect(violations('ollama', ollamaEmbeddings as EmbeddingsWire, '', 'embeddinggemma')).toEqual([]);
    },
    PATIENCE_MS,
  );
});
