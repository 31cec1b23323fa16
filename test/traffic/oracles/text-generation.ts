import type { Json, JsonObject, ResponseFormat } from '../../../src/message.ts';
import { askWith } from './asking.ts';
import { answerOf, countOf, type Dialect, emptyReading, eventsOf, objectOf, type Reading, stringOf } from './dialect.ts';

/** https://huggingface.github.io/text-generation-inference/ */
export const textGeneration: Omit<Dialect, 'endpoints' | 'config'> = {
  finishReasons: { eos_token: 'stop', stop_sequence: 'stop', length: 'length' },
  failureStatuses: { validation: 422, generation: 424, overloaded: 429, incomplete_generation: 500 },
  defaults: { parameters: { max_new_tokens: 2000, return_full_text: false, details: true } },

  read(recording) {
    if (recording.kind !== 'json') return readStream(eventsOf(recording));
    const answer = answerOf(recording);
    const { generated_text, details } = objectOf(Array.isArray(answer) ? answer[0] : answer);
    return { ...emptyReading(), text: stringOf(generated_text), ...detailed(details) };
  },

  ask({ inputs, parameters, ...body }) {
    if (typeof inputs !== 'string') return { reason: 'inputs that are no text' };
    const { max_new_tokens, grammar, ...settings } = objectOf(parameters);
    const format = formatOf(objectOf(grammar));
    return askWith(
      { ...body, ...settings, max_new_tokens, ...(format ? {} : { grammar }) },
      { max_new_tokens: 'maxTokens', temperature: 'temperature', top_p: 'topP', top_k: 'topK', seed: 'seed', stop: 'stop' },
      [],
      { prompt: inputs, ...format },
    );
  },
  /** The model is in the path. */
  canonical: ({ model: _model, ...body }) => body,
};

/** A schema without a name. */
function formatOf({ type, value }: JsonObject): { responseFormat: ResponseFormat } | undefined {
  return type === 'json' ? { responseFormat: { type: 'json_schema', name: 'answer', schema: objectOf(value) } } : undefined;
}

/** The last event repeats the whole text, the prompt perhaps before it; special tokens are no text. */
function readStream({ events, cut }: ReturnType<typeof eventsOf>): Reading {
  const reading: Reading = { ...emptyReading(), failure: {} };
  for (const event of events) {
    if (event.error) return { ...reading, failure: { type: stringOf(event.error_type) } };
    const { text, special } = objectOf(event.token);
    if (!special) reading.text += stringOf(text);
    if (typeof event.generated_text === 'string') Object.assign(reading, detailed(event.details), { failure: undefined });
  }
  return cut ? { ...reading, failure: {} } : reading;
}

/** Prompt tokens are told only where the caller asked for the prefill. */
function detailed(value: Json | undefined): Pick<Reading, 'rawFinishReason' | 'usage'> {
  const { finish_reason, generated_tokens, prefill }: JsonObject = objectOf(value);
  const promptTokens = Array.isArray(prefill) && prefill.length > 0 ? prefill.length : undefined;
  return { rawFinishReason: stringOf(finish_reason), usage: { promptTokens, completionTokens: countOf(generated_tokens) } };
}
