import { describe, expect, it } from '@jest/globals';
import type { HuggingFaceConfig } from '../../../plugins/huggingface/api.ts';
import { HuggingFaceProvider } from '../../../plugins/huggingface/index.ts';
import { serverRerank } from '../../../plugins/huggingface/rerank.ts';
import type { RerankCall } from '../../../src/plugin.ts';
import { createConfig } from '../../openai-dialect/create-call.ts';

const plugin = new HuggingFaceProvider();
const call = (baseURL: string): RerankCall<HuggingFaceConfig> => ({
  provider: 'huggingface',
  config: createConfig<HuggingFaceConfig>({ baseURL }),
  model: 'any',
  query: 'Who?',
  documents: ['a', 'b'],
  topN: 1,
});
const wireAt = (baseURL: string) => plugin.wire(createConfig<HuggingFaceConfig>({ baseURL }));

describe('a server', () => {
  it.each(['http://localhost:8080', 'http://localhost:8080/v1', 'http://localhost:8080/v1/chat/completions'])(
    'at %s is asked for all scores',
    (baseURL) => {
      const { rerank, capabilities } = wireAt(baseURL);
      expect(rerank?.path(call(baseURL))).toBe('http://localhost:8080/rerank');
      expect(rerank?.encode(call(baseURL))).toEqual({ query: 'Who?', texts: ['a', 'b'] });
      expect(capabilities).toContain('rerank');
    },
  );

  it('answers with places and scores', () => {
    expect(serverRerank.decode([{ index: 1, score: 0.9, text: 'b' }, null])).toEqual({
      results: [
        { index: 1, score: 0.9 },
        { index: undefined, score: undefined },
      ],
    });
    expect(serverRerank.decode({ error: 'no' })).toBeUndefined();
  });
});

describe('the hub', () => {
  it.each(['https://router.huggingface.co/v1', 'https://router.huggingface.co/hf-inference'])(
    'at %s orders nothing',
    (baseURL) => {
      const { rerank, capabilities } = wireAt(baseURL);
      expect(() => rerank?.encode(call(baseURL))).toThrow(
        /not served by the router \(no capability "rerank"\); set baseURL to a server/,
      );
      expect(capabilities).not.toContain('rerank');
      expect(capabilities).toContain('embed');
    },
  );
});
