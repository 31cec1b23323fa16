import { type Call, type Delta, finishReasonOf, type JsonObject, sse, tellsFailure, type Wire } from '../../src/plugin.ts';
import type { Generation, GenerationEvent, HuggingFaceConfig } from './api.ts';
import { classify, errorMessage, readFailure } from './failure.ts';
import { grammarOf } from './grammar.ts';
import { encodeModel, headers } from './hub.ts';
import { checkLimits } from './limits.ts';
import { promptOf } from './prompt.ts';

/** The servers' own default is a few words. */
const MAX_NEW_TOKENS = 2000;

/**
 * [Text generation](https://huggingface.co/docs/inference-providers/tasks/text-generation), as hf-inference, dedicated
 * endpoints and [TGI](https://huggingface.co/docs/text-generation-inference) servers speak it.
 *
 * A prompt goes to the model as it is. Messages become one by the config's `chatTemplate`; without it, by lines that name the
 * speaker:
 *
 * ```
 * System: Be brief.
 * User: Hi
 * Assistant:
 * ```
 */
export const textGeneration: Wire<HuggingFaceConfig> = {
  capabilities: ['chat', 'stream', 'json'],
  settings: ['maxTokens', 'temperature', 'topP', 'topK', 'stop', 'seed', 'frequencyPenalty', 'responseFormat'],
  // A grammar has the properties of one object.
  responseFormats: { json_schema: 'native' },
  framing: sse,
  headers,

  path({ config, model, stream }) {
    const { pathname } = new URL(config.baseURL);
    if (pathname.endsWith('/hf-inference')) return `/models/${encodeModel(model)}`;
    if (pathname.endsWith('/models')) return `/${encodeModel(model)}`;
    // TGI streams from a route of its own: `/generate` becomes `/generate_stream`.
    return stream && pathname.endsWith('/generate') ? '_stream' : '';
  },

  encode: (call) => ({
    inputs: call.prompt ?? promptOf(call),
    parameters: parametersOf(call),
    options: optionsOf(call.config),
    stream: call.stream,
  }),

  decode(body) {
    const answer: Generation = unwrapped(body);
    if (tellsFailure(answer)) return [{ type: 'error', ...readFailure(answer) }];
    if (typeof answer.generated_text !== 'string') return [];
    return [{ type: 'text', text: answer.generated_text }, ...ending(answer)];
  },

  decodeEvent(data) {
    const event: GenerationEvent = unwrapped(data);
    if (tellsFailure(event)) return [{ type: 'error', ...readFailure(event) }];
    const { token, generated_text, details } = event;
    const deltas: Delta[] = [];
    if (typeof token?.text === 'string' && !token.special) deltas.push({ type: 'text', text: token.text });
    if (typeof generated_text === 'string' || details?.finish_reason) deltas.push(...ending(event), { type: 'end' });
    return deltas;
  },

  usage: ({ prompt_tokens, generated_tokens }) => ({
    ...(typeof prompt_tokens === 'number' && { promptTokens: prompt_tokens }),
    ...(typeof generated_tokens === 'number' && { completionTokens: generated_tokens }),
  }),

  errorMessage,
  classify,

  probe: ({ baseURL }) => ({ path: baseURL.replace(/(\/generate|\/models(\/.*)?)?$/, '/health'), checksKey: false }),
};

function parametersOf(call: Call<HuggingFaceConfig>): JsonObject {
  checkLimits(call);
  const { config, maxTokens = MAX_NEW_TOKENS, temperature, topP, topK, stop, seed, frequencyPenalty } = call;
  return {
    max_new_tokens: maxTokens,
    // 0 is refused; and without sampling a temperature has no effect.
    temperature: temperature || undefined,
    do_sample: temperature === undefined ? undefined : temperature > 0,
    // 1 cuts nothing off, but is refused.
    top_p: topP === 1 ? undefined : topP,
    top_k: topK,
    repetition_penalty: config.repetitionPenalty,
    frequency_penalty: frequencyPenalty,
    stop,
    seed,
    grammar: grammarOf(call),
    return_full_text: false,
    details: true,
  };
}

function optionsOf({ useCache, waitForModel }: HuggingFaceConfig): JsonObject | undefined {
  if (useCache === undefined && waitForModel === undefined) return undefined;
  return { use_cache: useCache, wait_for_model: waitForModel };
}

/** hf-inference answers with a list of one. */
function unwrapped(body: unknown): object {
  return (Array.isArray(body) ? body[0] : body) ?? {};
}

/** How an answer ends. Without details nobody says why. */
function ending({ details }: Generation): Delta[] {
  const { finish_reason, generated_tokens, input_length, prefill } = details ?? {};
  const prompt_tokens = input_length ?? (prefill?.length || undefined);
  const raw = typeof finish_reason === 'string' ? finish_reason : '';
  return [
    { type: 'usage', counters: { prompt_tokens, generated_tokens } },
    { type: 'finish', reason: finishReasonOf(raw), raw },
  ];
}
