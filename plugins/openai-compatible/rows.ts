import azureOpenai from '../../schemas/providers/azure-openai.json' with { type: 'json' };
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
import type { DialectFacts, ProviderOptions, Setting } from '../../src/plugin.ts';

/** A provider that speaks OpenAI's dialect: all that sets it apart. */
export interface Row extends Omit<ProviderOptions, 'apiVersion'>, DialectFacts {
  /** What is different where the path of `baseURL` ends so; the first that fits. */
  variants?: readonly { readonly pathEnd: RegExp; readonly facts: DialectFacts }[];
  /** What tells, on the provider's own hosts, whether a key is good, where the list of models does not. */
  keyPath?: string;
}

const SAMPLING: readonly Setting[] = ['maxTokens', 'temperature', 'topP'];
const PENALTIES: readonly Setting[] = ['presencePenalty', 'frequencyPenalty'];
const TOOLS: readonly Setting[] = ['tools', 'toolChoice'];

/** The providers that need no code of their own. What an API is known to refuse is not among its settings. */
export const ROWS: readonly Row[] = [
  {
    // https://docs.mistral.ai/api refuses every member that it does not know.
    name: 'mistral',
    schema: mistral,
    hosts: { 'api.mistral.ai': '/v1' },
    settings: [...SAMPLING, 'stop', 'seed', ...PENALTIES, ...TOOLS, 'reasoning'],
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
    settings: [...SAMPLING, 'stop', 'seed', ...TOOLS, 'reasoning', 'user'],
    speakerNames: false,
  },
  {
    // https://openrouter.ai/docs/api-reference/parameters
    name: 'openrouter',
    schema: openrouter,
    hosts: { 'openrouter.ai': '/api/v1' },
    settings: [...SAMPLING, 'topK', 'stop', 'seed', ...PENALTIES, ...TOOLS, 'reasoning', 'user'],
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
    reasoningField: 'reasoning_content',
  },
  {
    // https://docs.together.ai/reference/chat-completions-1
    name: 'together',
    schema: together,
    hosts: { 'api.together.ai': '/v1', 'api.together.xyz': '/v1' },
    settings: [...SAMPLING, 'topK', 'stop', 'seed', ...PENALTIES, ...TOOLS, 'reasoning'],
    asksForUsage: false,
  },
  {
    // https://docs.perplexity.ai/api-reference/chat-completions-post
    name: 'perplexity',
    schema: perplexity,
    settings: [...SAMPLING, 'topK', ...PENALTIES, 'reasoning'],
    asksForUsage: false,
    models: 'none',
  },
  {
    // https://inference-docs.cerebras.ai/resources/openai refuses penalties with a 400.
    name: 'cerebras',
    schema: cerebras,
    hosts: { 'api.cerebras.ai': '/v1' },
    settings: [...SAMPLING, 'stop', 'seed', ...TOOLS, 'reasoning', 'user'],
    reasoningField: 'reasoning',
  },
  {
    // https://docs.fireworks.ai/api-reference/post-chatcompletions
    name: 'fireworks',
    schema: fireworks,
    hosts: { 'api.fireworks.ai': '/inference/v1' },
    settings: [...SAMPLING, 'topK', 'stop', 'seed', ...PENALTIES, ...TOOLS, 'reasoning', 'user'],
    asksForUsage: false,
  },
  {
    // https://docs.api.nvidia.com/nim/reference/llm-apis
    name: 'nvidia',
    schema: nvidia,
    hosts: { 'integrate.api.nvidia.com': '/v1' },
    settings: [...SAMPLING, 'stop', 'seed', ...PENALTIES, ...TOOLS, 'reasoning'],
    models: 'public',
  },
  {
    // https://learn.microsoft.com/azure/ai-foundry/openai/reference
    name: 'azure-openai',
    aliases: ['azure'],
    schema: azureOpenai,
    keyHeader: 'api-key',
    chatPath: '/openai/deployments/{model}/chat/completions',
    modelsPath: '/openai/models',
    query: { 'api-version': '{apiVersion}' },
    variants: [
      { pathEnd: /\/openai\/v1$/, facts: { chatPath: '/chat/completions', modelsPath: '/models', query: {} } },
      { pathEnd: /\/openai$/, facts: { chatPath: '/deployments/{model}/chat/completions', modelsPath: '/models' } },
      { pathEnd: /\/deployments\/[^/]+(\/chat\/completions)?$/, facts: { chatPath: '/chat/completions', models: 'none' } },
      // https://learn.microsoft.com/rest/api/aifoundry/modelinference takes the models of others too, named in the body.
      { pathEnd: /\/models$/, facts: { chatPath: '/chat/completions', models: 'none' } },
    ],
  },
  {
    // https://docs.vllm.ai/en/latest/serving/openai_compatible_server
    name: 'vllm',
    schema: vllm,
    hosts: { 'localhost:8000': '/v1', '127.0.0.1:8000': '/v1' },
    settings: [...SAMPLING, 'topK', 'stop', 'seed', ...PENALTIES, ...TOOLS, 'reasoning', 'user'],
    unreachable: 'Start the server with `vllm serve <model>`, or set baseURL to where it listens',
  },
  {
    // https://lmstudio.ai/docs/developer/openai-compat
    name: 'lmstudio',
    schema: lmstudio,
    hosts: { 'localhost:1234': '/v1', '127.0.0.1:1234': '/v1' },
    settings: [...SAMPLING, 'topK', 'stop', 'seed', ...PENALTIES, ...TOOLS],
    unreachable: 'Start the server with `lms server start`, or set baseURL to where it listens',
  },
  {
    // https://github.com/ggml-org/llama.cpp/tree/master/tools/server
    name: 'llamacpp',
    schema: llamacpp,
    hosts: { 'localhost:8080': '/v1', '127.0.0.1:8080': '/v1' },
    settings: [...SAMPLING, 'topK', 'stop', 'seed', ...PENALTIES, ...TOOLS],
    reasoningField: 'reasoning_content',
    models: 'public',
    unreachable: 'Start the server with `llama-server -m <model.gguf> --jinja`, or set baseURL to where it listens',
  },
];
