import cerebras from '../../schemas/providers/cerebras.json' with { type: 'json' };
import fireworks from '../../schemas/providers/fireworks.json' with { type: 'json' };
import groq from '../../schemas/providers/groq.json' with { type: 'json' };
import llamacpp from '../../schemas/providers/llamacpp.json' with { type: 'json' };
import lmstudio from '../../schemas/providers/lmstudio.json' with { type: 'json' };
import mistral from '../../schemas/providers/mistral.json' with { type: 'json' };
import nvidia from '../../schemas/providers/nvidia.json' with { type: 'json' };
import openrouter from '../../schemas/providers/openrouter.json' with { type: 'json' };
import perplexity from '../../schemas/providers/perplexity.json' with { type: 'json' };
import together from '../../schemas/providers/together.json' with { type: 'json' };
import vllm from '../../schemas/providers/vllm.json' with { type: 'json' };
import xai from '../../schemas/providers/xai.json' with { type: 'json' };
import { type BothFacts, type EmbeddingFacts, IMAGES, type ProviderOptions, type Setting } from '../../src/plugin.ts';
import { AZURE_OPENAI } from './azure-openai.ts';

/** A provider that speaks OpenAI's dialect, and its Responses API where the schema has a key `api`: all that sets it apart. */
export interface Row extends Omit<ProviderOptions, 'apiVersion'>, BothFacts {
  /** What is different where the path of `baseURL` ends so, and whether the Responses API is not there; the first that fits. */
  variants?: readonly { readonly pathEnd: RegExp; readonly facts: BothFacts; readonly onlyChat?: boolean }[];
  /** What tells, on the provider's own hosts, whether a key is good, where the list of models does not. */
  keyPath?: string;
}

const SAMPLING: readonly Setting[] = ['maxTokens', 'temperature', 'topP'];
const PENALTIES: readonly Setting[] = ['presencePenalty', 'frequencyPenalty'];
const TOOLS: readonly Setting[] = ['tools', 'toolChoice'];
const PDF = /^application\/pdf$/;

/** A server of one's own takes its time for each text, and all of a request must fit into `timeoutMs`. */
const LOCAL_INPUTS = 64;

/** Its models tell what is asked from what is found, and no further. */
const NVIDIA_INPUTS: EmbeddingFacts['inputTypes'] = {
  search_document: 'passage',
  search_query: 'query',
  similarity: 'query',
  classification: 'query',
  clustering: 'query',
};

/** The providers that need no code of their own. What an API is known to refuse is not among its settings. */
export const ROWS: readonly Row[] = [
  {
    // https://docs.mistral.ai/api refuses every member that it does not know.
    name: 'mistral',
    schema: mistral,
    hosts: { 'api.mistral.ai': '/v1' },
    // One request takes 16,384 tokens; a character is seldom more than one.
    embeddings: { maxInputs: 256, maxCharacters: 16_000, dimensionsField: 'output_dimension' },
    settings: [...SAMPLING, 'stop', 'seed', ...PENALTIES, ...TOOLS, 'responseFormat', 'reasoning'],
    media: { image: IMAGES, file: { sources: ['url', 'data'] } },
    fileBlock: 'document_url',
    // https://docs.mistral.ai/capabilities/reasoning/adjustable
    efforts: (model) => (/^mistral-large/.test(model) ? ['low', 'medium', 'high'] : ['none', 'high']),
    seedField: 'random_seed',
    speakerNames: false,
    toolCallIds: /^[a-zA-Z0-9]{9}$/,
    asksForUsage: false,
  },
  {
    // https://console.groq.com/docs/openai#currently-unsupported-openai-features
    name: 'groq',
    schema: groq,
    hosts: { 'api.groq.com': '/openai/v1' },
    settings: [...SAMPLING, 'stop', 'seed', ...TOOLS, 'responseFormat', 'reasoning', 'user'],
    // https://console.groq.com/docs/structured-outputs: only some models are kept to a schema, by OpenAI's rules.
    strictness: (model) => (/gpt-oss/.test(model) ? 'openai' : 'never'),
    jsonNeedsWord: true,
    media: { image: IMAGES },
    // https://console.groq.com/docs/reasoning
    efforts: (model) => (/gpt-oss/.test(model) ? ['low', 'medium', 'high'] : ['none', 'low', 'medium', 'high']),
    speakerNames: false,
  },
  {
    // https://openrouter.ai/docs/api-reference/parameters
    name: 'openrouter',
    schema: openrouter,
    hosts: { 'openrouter.ai': '/api/v1' },
    embeddings: {},
    settings: [...SAMPLING, 'topK', 'stop', 'seed', ...PENALTIES, ...TOOLS, 'responseFormat', 'reasoning', 'user'],
    strictness: (model) => (model.startsWith('openai/') ? 'openai' : 'nothing'),
    media: { image: IMAGES, file: { sources: ['url', 'data'], types: PDF } },
    cacheMarks: true,
    reasoning: 'reasoning',
    reasoningField: 'reasoning',
    models: 'public',
    keyPath: '/key',
  },
  {
    // https://docs.x.ai/docs/api-reference#chat-completions
    name: 'xai',
    aliases: ['grok'],
    schema: xai,
    hosts: { 'api.x.ai': '/v1' },
    media: { image: IMAGES },
    efforts: ['none', 'low', 'medium', 'high'],
    reasoningField: 'reasoning_content',
  },
  {
    // https://docs.together.ai/reference/chat-completions-1
    name: 'together',
    schema: together,
    hosts: { 'api.together.ai': '/v1', 'api.together.xyz': '/v1' },
    embeddings: { dimensionsField: 'none' },
    rerank: {},
    settings: [...SAMPLING, 'topK', 'stop', 'seed', ...PENALTIES, ...TOOLS, 'responseFormat', 'reasoning'],
    media: { image: IMAGES },
    efforts: ['low', 'medium', 'high'],
    asksForUsage: false,
  },
  {
    // https://docs.perplexity.ai/api-reference/chat-completions-post
    name: 'perplexity',
    schema: perplexity,
    settings: [...SAMPLING, 'topK', ...PENALTIES, 'responseFormat', 'reasoning'],
    responseFormats: { json_schema: 'native' },
    media: { image: IMAGES, file: { sources: ['url', 'data'] } },
    fileBlock: 'file_url',
    efforts: ['minimal', 'low', 'medium', 'high'],
    citationMarkers: true,
    asksForUsage: false,
    models: 'none',
  },
  {
    // https://inference-docs.cerebras.ai/resources/openai refuses penalties with a 400.
    name: 'cerebras',
    schema: cerebras,
    hosts: { 'api.cerebras.ai': '/v1' },
    settings: [...SAMPLING, 'stop', 'seed', ...TOOLS, 'responseFormat', 'reasoning', 'user'],
    // https://inference-docs.cerebras.ai/capabilities/structured-outputs
    strictness: 'closed',
    efforts: ['none', 'low', 'medium', 'high'],
    reasoningField: 'reasoning',
  },
  {
    // https://docs.fireworks.ai/api-reference/post-chatcompletions
    name: 'fireworks',
    schema: fireworks,
    hosts: { 'api.fireworks.ai': '/inference/v1' },
    // https://docs.fireworks.ai/api-reference/creates-an-embedding-vector-representing-the-input-text
    embeddings: { maxInputs: 8 },
    settings: [...SAMPLING, 'topK', 'stop', 'seed', ...PENALTIES, ...TOOLS, 'responseFormat', 'reasoning', 'user'],
    media: { image: IMAGES },
    efforts: ['none', 'low', 'medium', 'high', 'xhigh', 'max'],
    asksForUsage: false,
  },
  {
    // https://docs.api.nvidia.com/nim/reference/llm-apis
    name: 'nvidia',
    schema: nvidia,
    hosts: { 'integrate.api.nvidia.com': '/v1' },
    embeddings: { maxInputs: 50, inputTypes: NVIDIA_INPUTS },
    settings: [...SAMPLING, 'stop', 'seed', ...PENALTIES, ...TOOLS, 'responseFormat', 'reasoning'],
    media: { image: IMAGES },
    efforts: ['low', 'medium', 'high'],
    models: 'public',
  },
  AZURE_OPENAI,
  {
    // https://docs.vllm.ai/en/latest/serving/openai_compatible_server
    name: 'vllm',
    schema: vllm,
    hosts: { 'localhost:8000': '/v1', '127.0.0.1:8000': '/v1' },
    embeddings: { base64: true },
    rerank: {},
    settings: [...SAMPLING, 'topK', 'stop', 'seed', ...PENALTIES, ...TOOLS, 'responseFormat', 'reasoning', 'user'],
    media: { image: IMAGES },
    efforts: ['none', 'low', 'medium', 'high'],
    unreachable: 'Start the server with `vllm serve <model>`, or set baseURL to where it listens',
  },
  {
    // https://lmstudio.ai/docs/developer/openai-compat
    name: 'lmstudio',
    schema: lmstudio,
    hosts: { 'localhost:1234': '/v1', '127.0.0.1:1234': '/v1' },
    embeddings: { maxInputs: LOCAL_INPUTS, dimensionsField: 'none' },
    settings: [...SAMPLING, 'topK', 'stop', 'seed', ...PENALTIES, ...TOOLS, 'responseFormat'],
    responseFormats: { json_schema: 'native' },
    // It fetches none, and refuses some of the newer formats.
    media: { image: { ...IMAGES, sources: ['data'] } },
    // https://lmstudio.ai/docs/developer/openai-compat/responses
    efforts: ['low', 'medium', 'high'],
    responses: { settings: [...SAMPLING, ...TOOLS, 'responseFormat', 'reasoning'] },
    unreachable: 'Start the server with `lms server start`, or set baseURL to where it listens',
  },
  {
    // https://github.com/ggml-org/llama.cpp/tree/master/tools/server
    name: 'llamacpp',
    schema: llamacpp,
    hosts: { 'localhost:8080': '/v1', '127.0.0.1:8080': '/v1' },
    embeddings: { maxInputs: LOCAL_INPUTS, dimensionsField: 'none' },
    rerank: {},
    settings: [...SAMPLING, 'topK', 'stop', 'seed', ...PENALTIES, ...TOOLS, 'responseFormat'],
    media: { image: IMAGES },
    reasoningField: 'reasoning_content',
    models: 'public',
    unreachable: 'Start the server with `llama-server -m <model.gguf> --jinja`, or set baseURL to where it listens',
  },
];
