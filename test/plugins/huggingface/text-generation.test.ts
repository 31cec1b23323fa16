import { describe, expect, it } from '@jest/globals';
import type { HuggingFaceConfig } from '../../../plugins/huggingface/api.ts';
import { textGeneration as wire } from '../../../plugins/huggingface/text-generation.ts';
import { type Call, InvalidInputError } from '../../../src/plugin.ts';
import { createCall, createConfig } from '../../openai-dialect/create-call.ts';

function at(baseURL: string, overrides: Partial<Call<HuggingFaceConfig>> = {}): string {
  return wire.path(createCall({ config: createConfig<HuggingFaceConfig>({ baseURL }), model: 'org/my model', ...overrides }));
}

function encode(overrides: Partial<Call<HuggingFaceConfig>> = {}, config: Partial<HuggingFaceConfig> = {}) {
  const body = wire.encode(createCall({ config: createConfig(config), ...overrides }));
  return JSON.parse(JSON.stringify(body));
}

describe('the address', () => {
  it('names the model below a hub', () => {
    expect(at('https://router.huggingface.co/hf-inference')).toBe('/models/org/my%20model');
    expect(at('https://hub.example/models')).toBe('/org/my%20model');
  });

  it('is the URL itself where that says it all', () => {
    expect(at('https://router.huggingface.co/hf-inference/models/org/other')).toBe('');
    expect(at('https://abc.endpoints.huggingface.cloud')).toBe('');
    expect(at('http://localhost:8080/generate')).toBe('');
  });

  it("is TGI's own one for streams", () => {
    expect(at('http://localhost:8080/generate', { stream: true })).toBe('_stream');
    expect(at('https://abc.endpoints.huggingface.cloud', { stream: true })).toBe('');
  });
});

describe('encode', () => {
  it('sends a prompt as it is, with a limit, and without its echo', () => {
    expect(encode({ prompt: 'Once upon' })).toEqual({
      inputs: 'Once upon',
      parameters: { max_new_tokens: 2000, return_full_text: false, details: true },
      stream: false,
    });
  });

  it('sends a schema as a grammar', () => {
    const schema = { type: 'object', properties: { age: { type: 'integer' } } };
    const { parameters } = encode({ responseFormat: { type: 'json_schema', name: 'person', schema, strict: true } });
    expect(parameters.grammar).toEqual({ type: 'json', value: schema });
  });

  it("writes messages by the config's template, but not a prompt", () => {
    const chatTemplate = '{% for message in messages %}<{{ message.content }}>{% endfor %}';
    expect(encode({}, { chatTemplate }).inputs).toBe('<Hi>');
    expect(encode({ prompt: 'Once upon' }, { chatTemplate }).inputs).toBe('Once upon');
  });

  it('writes messages as lines that name the speaker', () => {
    const { inputs } = encode({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
        {
          role: 'assistant',
          content: [
            { type: 'reasoning', text: 'Hm' },
            { type: 'text', text: 'Hello' },
          ],
        },
        { role: 'user', content: 'Bye' },
      ],
    });
    expect(inputs).toBe('System: Be brief.\nUser: Hi\nAssistant: Hello\nUser: Bye\nAssistant:');
  });

  it('writes every setting under its name', () => {
    const settings = { maxTokens: 9, temperature: 0.5, topP: 0.9, topK: 4, stop: ['.'], seed: 0, frequencyPenalty: 1 };
    expect(encode(settings, { repetitionPenalty: 1.1 }).parameters).toEqual({
      max_new_tokens: 9,
      temperature: 0.5,
      do_sample: true,
      top_p: 0.9,
      top_k: 4,
      repetition_penalty: 1.1,
      frequency_penalty: 1,
      stop: ['.'],
      seed: 0,
      return_full_text: false,
      details: true,
    });
  });

  it('turns a temperature of 0 into no sampling', () => {
    const { parameters } = encode({ temperature: 0 });
    expect(parameters).toMatchObject({ do_sample: false });
    expect(parameters).not.toHaveProperty('temperature');
  });

  it('leaves out a topP of 1, which is refused', () => {
    expect(encode({ topP: 1 }).parameters).not.toHaveProperty('top_p');
  });

  it.each([
    [{ stop: ['a', 'b', 'c', 'd', 'e'] }, 'stop: must be at most 4 texts (given: 5)'],
    [{ topP: 0 }, 'topP: must be over 0 (given: 0)'],
    [{ topK: 0 }, 'topK: must be over 0 (given: 0)'],
    [{ seed: -1 }, 'seed: must be at least 0 (given: -1)'],
    [{ frequencyPenalty: -2 }, 'frequencyPenalty: must be over -2 (given: -2)'],
  ])('refuses %j, as the servers do', (settings, problem) => {
    expect(() => encode(settings)).toThrow(InvalidInputError);
    expect(() => encode(settings)).toThrow(`[acme] ${problem}`);
  });

  it('tells all that is refused at once', () => {
    expect(() => encode({ topK: 0, seed: -1 })).toThrow('topK: must be over 0 (given: 0); seed: must be at least 0 (given: -1)');
  });

  it('sends what is just within the limits', () => {
    const settings = { stop: ['a', 'b', 'c', 'd'], topP: 0.01, topK: 1, seed: 0, frequencyPenalty: -1.99 };
    expect(encode(settings).parameters).toMatchObject({ top_p: 0.01, top_k: 1, seed: 0, frequency_penalty: -1.99 });
  });

  it('sends the options that are set', () => {
    expect(encode({}, { useCache: false }).options).toEqual({ use_cache: false });
    expect(encode({}, { waitForModel: true, useCache: true }).options).toEqual({ use_cache: true, wait_for_model: true });
    expect(encode()).not.toHaveProperty('options');
  });

  it('asks for a stream', () => {
    expect(encode({ stream: true })).toMatchObject({ stream: true });
  });
});

describe('a whole answer', () => {
  const usage = (prompt_tokens: number | undefined, generated_tokens: number | undefined) => ({
    type: 'usage',
    counters: { prompt_tokens, generated_tokens },
  });

  it.each([
    ['eos_token', 'stop'],
    ['stop_sequence', 'stop'],
    ['length', 'length'],
  ])('that ends with %s gives text, usage and %s', (raw, reason) => {
    const details = { finish_reason: raw, generated_tokens: 2, prefill: [{ id: 1 }, { id: 2 }, { id: 3 }], tokens: [] };
    expect(wire.decode({ generated_text: 'Hello', details })).toEqual([
      { type: 'text', text: 'Hello' },
      usage(3, 2),
      { type: 'finish', reason, raw },
    ]);
  });

  it.each([undefined, null])('in a list, with details %j, has text but no reason', (details) => {
    expect(wire.decode([{ generated_text: 'Hello', details }])).toEqual([
      { type: 'text', text: 'Hello' },
      usage(undefined, undefined),
      { type: 'finish', reason: 'other', raw: '' },
    ]);
  });

  it('does not take an empty prefill for a count', () => {
    const details = { finish_reason: 'length', generated_tokens: 2, prefill: [] };
    expect(wire.decode({ generated_text: '', details })).toContainEqual(usage(undefined, 2));
  });

  it('tells an error inside a 200', () => {
    expect(wire.decode({ error: 'Model is overloaded', error_type: 'overloaded' })).toMatchObject([
      { type: 'error', status: 429 },
    ]);
  });

  it.each([null, 'text', 7, [], {}, [null], { generated_text: null }])('is not %j', (body) => {
    expect(wire.decode(body)).toEqual([]);
  });
});

describe('an event', () => {
  const token = { id: 1, text: ' fish', logprob: -1, special: false };

  it('adds the text of its token', () => {
    expect(wire.decodeEvent({ index: 1, token, generated_text: null, details: null })).toEqual([{ type: 'text', text: ' fish' }]);
  });

  it('adds no special token', () => {
    expect(wire.decodeEvent({ token: { ...token, text: '</s>', special: true }, generated_text: null })).toEqual([]);
  });

  it('ends the stream with the text that it repeats', () => {
    const details = { finish_reason: 'length', generated_tokens: 9, input_length: 4 };
    expect(wire.decodeEvent({ token, generated_text: 'a fish', details })).toEqual([
      { type: 'text', text: ' fish' },
      { type: 'usage', counters: { prompt_tokens: 4, generated_tokens: 9 } },
      { type: 'finish', reason: 'length', raw: 'length' },
      { type: 'end' },
    ]);
  });

  it('ends the stream without details too', () => {
    const deltas = wire.decodeEvent({ token, generated_text: 'a fish', details: null });
    expect(deltas.slice(-2)).toEqual([{ type: 'finish', reason: 'other', raw: '' }, { type: 'end' }]);
  });

  it('ends the stream where only the details tell it', () => {
    const details = { finish_reason: 'eos_token', generated_tokens: 9, input_length: 4 };
    expect(wire.decodeEvent({ token, generated_text: null, details }).slice(1)).toEqual([
      { type: 'usage', counters: { prompt_tokens: 4, generated_tokens: 9 } },
      { type: 'finish', reason: 'stop', raw: 'eos_token' },
      { type: 'end' },
    ]);
  });

  it('may be wrapped in a list', () => {
    expect(wire.decodeEvent([{ token, generated_text: null }])).toEqual([{ type: 'text', text: ' fish' }]);
    expect(wire.decodeEvent([{ token, generated_text: 'a fish' }]).at(-1)).toEqual({ type: 'end' });
    expect(wire.decodeEvent([{ error: 'No', error_type: 'overloaded' }])).toMatchObject([{ type: 'error', status: 429 }]);
  });

  it.each([
    ['validation', 422],
    ['generation', 424],
    ['overloaded', 429],
    ['incomplete_generation', 500],
    ['unheard_of', undefined],
  ])('that fails with %s has the status %s', (error_type, status) => {
    expect(wire.decodeEvent({ error: 'No', error_type })).toMatchObject([
      { type: 'error', message: 'No', providerType: error_type, status },
    ]);
  });

  it.each([null, 'text', 7, [], [null], {}, { token: null }, { details: {} }])('adds nothing if it is %j', (data) => {
    expect(wire.decodeEvent(data)).toEqual([]);
  });
});

describe('usage', () => {
  it('leaves out what was not counted', () => {
    expect(wire.usage({ prompt_tokens: 4, generated_tokens: 9 })).toEqual({ promptTokens: 4, completionTokens: 9 });
    expect(wire.usage({ generated_tokens: null })).toEqual({});
  });
});

describe('probe', () => {
  it.each([
    ['http://localhost:8080', 'http://localhost:8080/health'],
    ['http://localhost:8080/generate', 'http://localhost:8080/health'],
    ['https://hub.example/models/org/name', 'https://hub.example/health'],
  ])('asks a server at %s for its health', (baseURL, path) => {
    expect(wire.probe?.(createConfig({ baseURL }))).toEqual({ path, checksKey: false });
  });
});
