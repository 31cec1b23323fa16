import { describe, expect, it } from '@jest/globals';
import type { CompletionRequest, Effort, JsonSchemaFormat, Part } from '../../../src/index.ts';
import { ProviderRegistry } from '../../../src/registry/registry.ts';

const PNG = 'iVBORw0KGgo=';
const PDF = 'JVBERi0=';

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const place: JsonSchemaFormat = { type: 'json_schema', name: 'place', schema };

function bodyOf(name: string, request: Partial<CompletionRequest>, model = 'm'): Record<string, unknown> {
  const client = new ProviderRegistry({ env: {} }).create(name, {
    apiKey: 'k-123',
    baseURL: 'https://a.example/v1',
    model,
  });
  return client.encode({ prompt: 'JSON, please', ...request } as CompletionRequest).body;
}

/** What a request becomes, or that it is refused. */
function sentOf(name: string, request: Partial<CompletionRequest>, model?: string): Record<string, unknown> | 'refused' {
  try {
    return bodyOf(name, request, model);
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_INPUT' });
    return 'refused';
  }
}

function takes(name: string, part: Part): boolean {
  return (
    sentOf(name, { prompt: undefined, messages: [{ role: 'user', content: [part] }] } as Partial<CompletionRequest>) !== 'refused'
  );
}

describe('the formats of', () => {
  it.each([
    'mistral',
    'groq',
    'openrouter',
    'xai',
    'together',
    'cerebras',
    'fireworks',
    'nvidia',
    'azure-openai',
    'vllm',
    'llamacpp',
  ])('%s are JSON, with a schema and without', (name) => {
    expect(bodyOf(name, { responseFormat: { type: 'json' } }).response_format).toEqual({ type: 'json_object' });
    expect(bodyOf(name, { responseFormat: place }).response_format).toMatchObject({
      type: 'json_schema',
      json_schema: { name: 'place' },
    });
  });

  it.each(['perplexity', 'lmstudio'])('%s are JSON with a schema alone', (name) => {
    expect(sentOf(name, { responseFormat: { type: 'json' } })).toBe('refused');
    expect(bodyOf(name, { responseFormat: place }).response_format).toMatchObject({
      type: 'json_schema',
      json_schema: { schema },
    });
  });

  it.each([
    ['azure-openai', 'gpt-5-mini', false, true],
    ['groq', 'openai/gpt-oss-120b', false, true],
    ['groq', 'llama-3.3-70b-versatile', undefined, false],
    ['openrouter', 'openai/gpt-5-mini', false, true],
    ['openrouter', 'anthropic/claude-sonnet-4.6', undefined, true],
    ['cerebras', 'gpt-oss-120b', false, true],
    ['mistral', 'mistral-small-latest', undefined, true],
  ])('%s close the objects where the model needs that: %s', (name, model, additionalProperties, strict) => {
    const { response_format } = bodyOf(name, { responseFormat: place }, model);
    expect(response_format).toMatchObject({ json_schema: { strict } });
    expect((response_format as { json_schema: { schema: object } }).json_schema.schema).toEqual({
      ...schema,
      ...(additionalProperties === false && { additionalProperties }),
    });
  });

  it.each(['azure-openai', 'groq'])('%s need the word where there is no schema', (name) => {
    expect(sentOf(name, { prompt: 'Hi', responseFormat: { type: 'json' } })).toBe('refused');
  });
});

describe('the images and files of', () => {
  const sources: Part[] = [
    { type: 'image', url: 'https://a.example/a.png' },
    { type: 'image', base64: PNG },
    { type: 'file', url: 'https://a.example/a.pdf' },
    { type: 'file', base64: PDF },
  ];

  it.each([
    ['mistral', [true, true, true, true]],
    ['groq', [true, true, false, false]],
    ['openrouter', [true, true, true, true]],
    ['xai', [true, true, false, false]],
    ['together', [true, true, false, false]],
    ['perplexity', [true, true, true, true]],
    ['cerebras', [false, false, false, false]],
    ['fireworks', [true, true, false, false]],
    ['nvidia', [true, true, false, false]],
    ['azure-openai', [true, true, false, true]],
    ['vllm', [true, true, false, false]],
    ['lmstudio', [false, true, false, false]],
    ['llamacpp', [true, true, false, false]],
  ])('%s are those that it can read', (name, taken) => {
    expect(sources.map((part) => takes(name, part))).toEqual(taken);
  });
});

describe('the efforts of', () => {
  const ALL: Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

  it.each<[string, string, string[]]>([
    ['mistral', 'mistral-small-latest', ['none', 'high', 'high', 'high', 'high', 'high', 'high']],
    ['mistral', 'mistral-large-4-0', ['low', 'low', 'low', 'medium', 'high', 'high', 'high']],
    ['groq', 'openai/gpt-oss-120b', ['low', 'low', 'low', 'medium', 'high', 'high', 'high']],
    ['groq', 'qwen/qwen3-32b', ['none', 'low', 'low', 'medium', 'high', 'high', 'high']],
    ['xai', 'grok-4.3', ['none', 'low', 'low', 'medium', 'high', 'high', 'high']],
    ['together', 'm', ['low', 'low', 'low', 'medium', 'high', 'high', 'high']],
    ['perplexity', 'm', ['minimal', 'minimal', 'low', 'medium', 'high', 'high', 'high']],
    ['cerebras', 'm', ['none', 'low', 'low', 'medium', 'high', 'high', 'high']],
    ['fireworks', 'm', ['none', 'low', 'low', 'medium', 'high', 'xhigh', 'max']],
    ['nvidia', 'm', ['low', 'low', 'low', 'medium', 'high', 'high', 'high']],
    ['vllm', 'm', ['none', 'low', 'low', 'medium', 'high', 'high', 'high']],
    ['azure-openai', 'm', ALL],
  ])('%s are the nearest that %s has', (name, model, sent) => {
    expect(ALL.map((effort) => bodyOf(name, { reasoning: { effort } }, model).reasoning_effort)).toEqual(sent);
  });
});

describe('openrouter', () => {
  it('takes marks for the cache', () => {
    const messages: CompletionRequest['messages'] = [
      { role: 'system', content: 'Be brief', cache: true },
      { role: 'user', content: 'Hi' },
    ];
    const mark = { cache_control: { type: 'ephemeral' } };
    const request = { prompt: undefined, messages } as Partial<CompletionRequest>;
    expect(bodyOf('openrouter', request).messages).toMatchObject([{ content: [{ text: 'Be brief', ...mark }] }, {}]);
    expect(JSON.stringify(bodyOf('mistral', request))).not.toContain('cache');
  });
});
