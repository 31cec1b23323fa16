import { describe, expect, it } from '@jest/globals';
import type { HuggingFaceConfig } from '../../../plugins/huggingface/api.ts';
import { HuggingFaceProvider } from '../../../plugins/huggingface/index.ts';
import type { EmbedCall, EmbeddingsWire } from '../../../src/plugin.ts';
import { createConfig } from '../../openai-dialect/create-call.ts';

const plugin = new HuggingFaceProvider();

function at(baseURL: string, more: Partial<EmbedCall<HuggingFaceConfig>> = {}) {
  const config = plugin.configure(createConfig<HuggingFaceConfig>({ baseURL }));
  const wire = plugin.wire(config).embeddings as EmbeddingsWire<HuggingFaceConfig>;
  const call = { provider: 'huggingface', config, model: 'org/my name', input: ['a', 'b'], ...more };
  const path = wire.path(call);
  const url = path.startsWith('http') ? path : config.baseURL + path;
  return { wire, url, body: JSON.parse(JSON.stringify(wire.encode(call))) };
}

describe('on the hub', () => {
  const ROUTED = 'https://router.huggingface.co/hf-inference/models/org/my%20name/pipeline/feature-extraction';

  it.each([
    ['https://router.huggingface.co/v1', ROUTED],
    ['https://router.huggingface.co/together/v1', ROUTED],
    ['https://router.huggingface.co/hf-inference', ROUTED],
    ['https://router.huggingface.co/hf-inference/models/org/other', ROUTED],
    ['https://hub.example/hf-inference', 'https://hub.example/hf-inference/models/org/my%20name/pipeline/feature-extraction'],
    ['https://hub.example/models/org/embed', 'https://hub.example/models/org/my%20name/pipeline/feature-extraction'],
    ['https://hub.example/models/org/other', 'https://hub.example/models/org/my%20name/pipeline/feature-extraction'],
  ])('%s: the features of the texts are asked for', (baseURL, url) => {
    expect(at(baseURL)).toMatchObject({ url, body: { inputs: ['a', 'b'] } });
  });

  it('the length of vectors can not be chosen', () => {
    const { wire } = at('https://router.huggingface.co/v1');
    expect([wire.dimensions, wire.maxInputs(createConfig())]).toEqual([false, 32]);
  });
});

describe('of a server', () => {
  it.each([
    ['https://abc.endpoints.huggingface.cloud', 'https://abc.endpoints.huggingface.cloud/embed'],
    ['http://localhost:8080/generate', 'http://localhost:8080/embed'],
    ['http://localhost:8080/embed', 'http://localhost:8080/embed'],
    ['http://localhost:8080/rerank', 'http://localhost:8080/embed'],
  ])('%s: its own route is asked', (baseURL, url) => {
    expect(at(baseURL, { dimensions: 4 })).toMatchObject({ url, body: { inputs: ['a', 'b'], dimensions: 4 } });
  });

  it.each([
    ['https://abc.endpoints.huggingface.cloud/v1', 'https://abc.endpoints.huggingface.cloud/v1/embeddings'],
    ['http://localhost:8080/v1/chat/completions', 'http://localhost:8080/v1/embeddings'],
    ['http://localhost:8080/v1/embeddings', 'http://localhost:8080/v1/embeddings'],
  ])("%s: OpenAI's route is asked", (baseURL, url) => {
    const body = { model: 'org/my name', input: ['a', 'b'], dimensions: 4, encoding_format: 'base64' };
    expect(at(baseURL, { dimensions: 4 })).toMatchObject({ url, body });
  });
});

describe('the answer', () => {
  const { wire } = at('http://localhost:8080');

  it('is a list of vectors', () => {
    expect(
      wire.decode([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual({ vectors: [{ values: [1, 2] }, { values: [3, 4] }] });
  });

  it.each([[null], [{ error: 'no' }], ['text']])('is not %j', (body) => {
    expect(wire.decode(body)).toBeUndefined();
  });
});
