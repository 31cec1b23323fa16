// Generated from schemas/ by scripts/generate.mjs: change the schemas and run npm run generate.
import type { Transport } from '../http/transport.ts';

/** What the config of every provider can hold. */
export interface CommonConfig {
  /** The key. `{ "file": path }` is read for every request, so that the key can change without a restart. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is. Trailing slashes do not matter; on the provider's own hosts the version path may be left out. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. */
  model?: string | undefined;
  /** The most tokens to generate. */
  maxTokens?: number | undefined;
  /** Randomness. Unset means the model's own default; many newer models refuse any other. */
  temperature?: number | undefined;
  /** Only the likeliest tokens that together have this probability are drawn from. */
  topP?: number | undefined;
  /** Milliseconds for one attempt of a whole answer. The variable is in seconds. Environment: `LLM_TIMEOUT`. Default: 60000. */
  timeoutMs?: number | undefined;
  /** Milliseconds of silence before the first content of a stream. Keep-alives are silence. Default: 120000. */
  firstContentTimeoutMs?: number | undefined;
  /** Milliseconds of silence between the contents of a stream. Keep-alives are silence. Default: 120000. */
  idleTimeoutMs?: number | undefined;
  /** Milliseconds to reach the server: name lookup, TCP and TLS together. Default: 10000. */
  connectTimeoutMs?: number | undefined;
  /** Milliseconds for all attempts and waits of a call together. Unset means no limit. */
  deadlineMs?: number | undefined;
  /** The most bytes of one event of a stream. Default: 16777216. */
  maxEventBytes?: number | undefined;
  /** How often and how long a call is tried again. */
  retry?: {
    /** All attempts, the first included. Default: 3. */
    attempts?: number | undefined;
    /** Milliseconds of the first wait; each further one doubles. Default: 1000. */
    minDelayMs?: number | undefined;
    /** Milliseconds of the longest wait that is chosen here. Default: 30000. */
    maxDelayMs?: number | undefined;
    /** Milliseconds of the longest wait that a provider may ask for. Default: 60000. */
    maxWaitMs?: number | undefined;
    /** Whether time-outs are tried again. Default: true. */
    timeouts?: boolean | undefined;
  } | undefined;
  /** Headers added to every request. */
  headers?: Record<string, string> | undefined;
  /** The URL of a proxy. Unset: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` decide. */
  proxy?: string | undefined;
  /** Sends the requests. For tests, and for networks of your own. */
  transport?: Transport | undefined;
}

/** Config of `anthropic` (alias `claude`): the Messages API. */
export interface AnthropicConfig extends CommonConfig {
  /** A key from https://platform.claude.com/settings/keys, sent as `x-api-key`. Environment: `ANTHROPIC_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is. On Anthropic's own host the version path may be left out. Environment: `ANTHROPIC_BASE_URL`. Default: 'https://api.anthropic.com/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `ANTHROPIC_MODEL`. Default: 'claude-sonnet-5'. */
  model?: string | undefined;
  /** The most tokens to generate, thinking included. Unset means 2000, on top of what a request's reasoning may take. */
  maxTokens?: number | undefined;
  /** Randomness, from 0 to 1. Unset means the model's own default; newer models refuse any other. */
  temperature?: number | undefined;
  /** The API's version, sent as `anthropic-version`. Default: '2023-06-01'. */
  version?: string | undefined;
  /** Names of beta features, sent as `anthropic-beta`. */
  betas?: string[] | undefined;
}

/** Config of `azure-openai` (alias `azure`): OpenAI models deployed on Azure. */
export interface AzureOpenAIConfig extends CommonConfig {
  /** A key of the resource, sent as `api-key`. Environment: `AZURE_OPENAI_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** The resource, such as `https://my-resource.openai.azure.com`. With `/openai/v1` at its end it is the newer API, which has no deployments in its paths and no `apiVersion`. Environment: `AZURE_OPENAI_BASE_URL`, `AZURE_OPENAI_ENDPOINT`. */
  baseURL?: string | undefined;
  /** The deployment that answers where a request names none. Environment: `AZURE_OPENAI_MODEL`, `AZURE_OPENAI_DEPLOYMENT`. */
  model?: string | undefined;
  /** The deployment of `embed` where a request names none. Unset: `model`. Environment: `AZURE_OPENAI_EMBEDDING_MODEL`, `AZURE_OPENAI_EMBEDDING_DEPLOYMENT`. */
  embeddingModel?: string | undefined;
  /** Which of OpenAI's two APIs is spoken: Chat Completions (`chat`) or Responses (`responses`). Unset: the one whose route `baseURL` ends with, else `chat`. `responses` needs the newer API (`/openai/v1`), or an `apiVersion` that has it, such as `2025-04-01-preview`. */
  api?: 'chat' | 'responses' | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_completion_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
  /** The version of the API, sent as `api-version`. Environment: `AZURE_OPENAI_API_VERSION`, `OPENAI_API_VERSION`. Default: '2024-10-21'. */
  apiVersion?: string | undefined;
}

/** Config of `cerebras`. */
export interface CerebrasConfig extends CommonConfig {
  /** A key from https://cloud.cerebras.ai, sent as a bearer token. Environment: `CEREBRAS_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is. On the provider's own host the path may be left out. Environment: `CEREBRAS_BASE_URL`. Default: 'https://api.cerebras.ai/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `CEREBRAS_MODEL`. Default: 'gpt-oss-120b'. */
  model?: string | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** Config of `cohere`: the chat API v2, and v1 where `apiVersion` or the path of `baseURL` asks for it. */
export interface CohereConfig extends CommonConfig {
  /** A key from https://dashboard.cohere.com/api-keys, sent as a bearer token. Environment: `COHERE_API_KEY`, `CO_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is, its version path included. A path that ends in `/v1` means `apiVersion: v1`. Environment: `COHERE_BASE_URL`. Default: 'https://api.cohere.com/v2'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `COHERE_MODEL`. Default: 'command-a-03-2025'. */
  model?: string | undefined;
  /** The model of `embed` where a request names none. Embeddings go to v2 of the API in either version. Environment: `COHERE_EMBEDDING_MODEL`. Default: 'embed-v4.0'. */
  embeddingModel?: string | undefined;
  /** The model of `rerank` where a request names none. Reranking goes to v2 of the API in either version. Environment: `COHERE_RERANK_MODEL`. Default: 'rerank-v3.5'. */
  rerankModel?: string | undefined;
  /** Which of the two chat APIs the base URL speaks. Unset: told from the path of `baseURL`, else v2. */
  apiVersion?: 'v1' | 'v2' | undefined;
}

/** Config of `custom` (alias `openai-compatible`): any server that speaks OpenAI's chat completions or its Responses API. What it does in its own way is said by the keys here. */
export interface CustomConfig extends CommonConfig {
  /** The key, sent as a bearer token unless `keyHeader` names another header. Unset: none is sent. Environment: `CUSTOM_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is: what `/chat/completions` or `/responses` comes after, or the whole address if one of them is its end. Environment: `CUSTOM_BASE_URL`. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `CUSTOM_MODEL`. */
  model?: string | undefined;
  /** The model of `embed` where a request names none. Unset: `model`. Environment: `CUSTOM_EMBEDDING_MODEL`. */
  embeddingModel?: string | undefined;
  /** The model of `rerank` where a request names none. Unset: `model`. Environment: `CUSTOM_RERANK_MODEL`. */
  rerankModel?: string | undefined;
  /** Which of OpenAI's two APIs is spoken: Chat Completions (`chat`) or Responses (`responses`). Unset: the one whose route `baseURL` ends with, else `chat`. */
  api?: 'chat' | 'responses' | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
  /** The member in which the reasoning of earlier answers goes back to the model. Unset: it is not sent. */
  reasoningField?: 'reasoning_content' | 'reasoning' | undefined;
  /** How a request says how much to think. `thinking` and `enable_thinking` turn it off for the effort `none` and send `reasoning_effort` otherwise; `reasoning` is an object of the effort or the budget. Default: 'reasoning_effort'. */
  reasoningParameter?: 'reasoning_effort' | 'thinking' | 'enable_thinking' | 'reasoning' | undefined;
  /** The efforts that the server knows; a request with another is sent the nearest of them. Unset: all. */
  reasoningEfforts?: Array<'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'> | undefined;
  /** How the server gives each form of answer: by `response_format` (`native`) or by a tool that the model is made to call. A form that is left out is refused. Unset: both natively. */
  responseFormats?: {
    json?: 'native' | 'tool' | undefined;
    json_schema?: 'native' | 'tool' | undefined;
  } | undefined;
  /** Whether the server takes `cache_control` on parts of messages, as Anthropic's API does. Default: false. */
  cacheMarks?: boolean | undefined;
  /** Whether a stream has to be asked for its usage with `stream_options`. `false` for servers that refuse that or tell it unasked. Default: true. */
  streamUsage?: boolean | undefined;
  /** Where chat is below `baseURL`; `{model}` stands for the model's name. Empty: at `baseURL` itself. Default: '/chat/completions'. */
  chatPath?: string | undefined;
  /** Where the Responses API is below `baseURL`; `{model}` stands for the model's name. Empty: at `baseURL` itself. Default: '/responses'. */
  responsesPath?: string | undefined;
  /** Whether a request of the Responses API asks that nothing of it be kept (`store`), and for the encrypted reasoning that goes back instead (`include`). `false` for servers that refuse either. Default: true. */
  stateless?: boolean | undefined;
  /** Where the list of models is below `baseURL`. Default: '/models'. */
  modelsPath?: string | undefined;
  /** Where embeddings are below `baseURL`. Default: '/embeddings'. */
  embeddingsPath?: string | undefined;
  /** The most texts that one request for embeddings takes; a longer list is split. Default: 2048. */
  embeddingBatch?: number | undefined;
  /** Where documents are ordered, below `baseURL`. Default: '/rerank'. */
  rerankPath?: string | undefined;
  /** The header that holds the key as it is, such as `api-key`. Unset: `authorization`, as a bearer token. */
  keyHeader?: string | undefined;
  /** Parameters of the query of every request, such as `api-version`. */
  query?: Record<string, string> | undefined;
  /** The list of models: it looks at the key, anyone may read it, or there is none. Default: 'private'. */
  models?: 'private' | 'public' | 'none' | undefined;
  /** The settings that the server takes; a request with any other is refused before it is sent. Unset: those of OpenAI. */
  settings?: Array<'maxTokens' | 'temperature' | 'topP' | 'topK' | 'stop' | 'seed' | 'presencePenalty' | 'frequencyPenalty' | 'tools' | 'toolChoice' | 'responseFormat' | 'reasoning' | 'user'> | undefined;
}

/** Config of `deepseek`. */
export interface DeepSeekConfig extends CommonConfig {
  /** A key from https://platform.deepseek.com/api_keys, sent as a bearer token. Environment: `DEEPSEEK_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is. On the provider's own host the path may be left out. Environment: `DEEPSEEK_BASE_URL`. Default: 'https://api.deepseek.com/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `DEEPSEEK_MODEL`. Default: 'deepseek-flash'. */
  model?: string | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** Config of `fireworks`: Fireworks AI. */
export interface FireworksConfig extends CommonConfig {
  /** A key from https://app.fireworks.ai/settings/users/api-keys, sent as a bearer token. Environment: `FIREWORKS_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is. On the provider's own host the path may be left out. Environment: `FIREWORKS_BASE_URL`. Default: 'https://api.fireworks.ai/inference/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `FIREWORKS_MODEL`. Default: 'accounts/fireworks/models/gpt-oss-120b'. */
  model?: string | undefined;
  /** The model of `embed` where a request names none. Unset: `model`. Environment: `FIREWORKS_EMBEDDING_MODEL`. */
  embeddingModel?: string | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** Config of `gemini` (alias `google`): the Gemini API. */
export interface GeminiConfig extends CommonConfig {
  /** A key from https://aistudio.google.com/apikey, sent as `x-goog-api-key`. Environment: `GEMINI_API_KEY`, `GOOGLE_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is. On Google's own host the version path may be left out. Environment: `GEMINI_BASE_URL`. Default: 'https://generativelanguage.googleapis.com/v1beta'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none, with or without `models/` before it. Environment: `GEMINI_MODEL`. Default: 'gemini-3.5-flash'. */
  model?: string | undefined;
  /** The model of `embed` where a request names none, with or without `models/` before it. Environment: `GEMINI_EMBEDDING_MODEL`. Default: 'gemini-embedding-2'. */
  embeddingModel?: string | undefined;
  /** Randomness, from 0 to 2. Unset means the model's own default. */
  temperature?: number | undefined;
}

/** Config of `groq`. */
export interface GroqConfig extends CommonConfig {
  /** A key from https://console.groq.com/keys, sent as a bearer token. Environment: `GROQ_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is. On the provider's own host the path may be left out. Environment: `GROQ_BASE_URL`. Default: 'https://api.groq.com/openai/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `GROQ_MODEL`. Default: 'openai/gpt-oss-120b'. */
  model?: string | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** Config of `huggingface` (alias `hf`): chat over the Hugging Face router, and text-generation endpoints. */
export interface HuggingFaceConfig extends CommonConfig {
  /** A Hugging Face access token (`hf_...`) with the permission to call Inference Providers. Environment: `HUGGINGFACE_API_KEY`, `HF_TOKEN`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** The router, a dedicated endpoint, or a text-generation server. A path with `/hf-inference`, `/models/` or `/generate` means text generation, one that ends in `/v1` chat. Environment: `HUGGINGFACE_BASE_URL`. Default: 'https://router.huggingface.co/v1'. */
  baseURL?: string | undefined;
  /** A model of the hub, such as `openai/gpt-oss-20b`; `:provider` behind it picks one of the router's providers. Environment: `HUGGINGFACE_MODEL`. Default: 'openai/gpt-oss-20b'. */
  model?: string | undefined;
  /** The model of `embed` where a request names none: one that pools, so that a text has one vector. A server of text-embeddings-inference has its own. Environment: `HUGGINGFACE_EMBEDDING_MODEL`. Default: 'BAAI/bge-m3'. */
  embeddingModel?: string | undefined;
  /** The model that `rerank` is said to have; a server of text-embeddings-inference has its own, and the router has none. Environment: `HUGGINGFACE_RERANK_MODEL`. Default: 'BAAI/bge-reranker-v2-m3'. */
  rerankModel?: string | undefined;
  /** Which API the base URL speaks. Unset: told from the path of `baseURL`. On the router, `text-generation` goes to `/hf-inference`. */
  api?: 'chat' | 'text-generation' | undefined;
  /** The organization that pays for the calls; sent as `X-HF-Bill-To`. */
  billTo?: string | undefined;
  /** Text-generation only: the model's chat template, which messages become a prompt by: Jinja, as `chat_template` in the model's tokenizer_config.json. Unset: lines that name the speaker. */
  chatTemplate?: string | undefined;
  /** Text-generation only: what `bos_token` stands for in `chatTemplate`. Unset: nothing, as servers begin each prompt with it. */
  bosToken?: string | undefined;
  /** Text-generation only: what `eos_token` stands for in `chatTemplate`, such as `</s>`: many templates end each turn with it. Unset: nothing. */
  eosToken?: string | undefined;
  /** Text-generation only: how much tokens that already occurred are held back. 1 means not at all. */
  repetitionPenalty?: number | undefined;
  /** Text-generation only: whether hf-inference may answer from its cache of earlier identical requests. */
  useCache?: boolean | undefined;
  /** Text-generation only: whether hf-inference holds the request until the model is loaded, instead of answering 503. */
  waitForModel?: boolean | undefined;
}

/** Config of `kimi` (alias `moonshot`): the API of Moonshot AI. */
export interface KimiConfig extends CommonConfig {
  /** A key from https://platform.moonshot.ai/console/api-keys, sent as a bearer token. Keys of moonshot.cn are of other accounts. Environment: `KIMI_API_KEY`, `MOONSHOT_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is: `https://api.moonshot.ai/v1`, or `https://api.moonshot.cn/v1` for accounts there. Environment: `KIMI_BASE_URL`. Default: 'https://api.moonshot.ai/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `KIMI_MODEL`. Default: 'kimi-k2.6'. */
  model?: string | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_completion_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** Config of `llamacpp`: the server of llama.cpp. */
export interface LlamaCppConfig extends CommonConfig {
  /** The key that the server was started with, if any. Environment: `LLAMACPP_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the server listens. On its own port the path may be left out. Environment: `LLAMACPP_BASE_URL`. Default: 'http://localhost:8080/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. A server that was started with one model takes any name. Environment: `LLAMACPP_MODEL`. Default: 'default'. */
  model?: string | undefined;
  /** The model of `embed` where a request names none. Unset: `model`. The server must be started with `--embeddings`. Environment: `LLAMACPP_EMBEDDING_MODEL`. */
  embeddingModel?: string | undefined;
  /** The model of `rerank` where a request names none. Unset: `model`. The server must be started with `--reranking`. Environment: `LLAMACPP_RERANK_MODEL`. */
  rerankModel?: string | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** Config of `lmstudio`: the local server of LM Studio. */
export interface LMStudioConfig extends CommonConfig {
  /** The key that the server was started with, if any. Environment: `LMSTUDIO_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the server listens. On its own port the path may be left out. Environment: `LMSTUDIO_BASE_URL`. Default: 'http://localhost:1234/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `LMSTUDIO_MODEL`. Default: 'openai/gpt-oss-20b'. */
  model?: string | undefined;
  /** The model of `embed` where a request names none. Unset: `model`. Environment: `LMSTUDIO_EMBEDDING_MODEL`. */
  embeddingModel?: string | undefined;
  /** Which of OpenAI's two APIs is spoken: Chat Completions (`chat`) or Responses (`responses`). Unset: the one whose route `baseURL` ends with, else `chat`. */
  api?: 'chat' | 'responses' | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** Config of `mistral`: the chat API of Mistral AI. */
export interface MistralConfig extends CommonConfig {
  /** A key from https://console.mistral.ai/api-keys, sent as a bearer token. Environment: `MISTRAL_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is. On the provider's own host the path may be left out. Environment: `MISTRAL_BASE_URL`. Default: 'https://api.mistral.ai/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `MISTRAL_MODEL`. Default: 'mistral-small-latest'. */
  model?: string | undefined;
  /** The model of `embed` where a request names none. Environment: `MISTRAL_EMBEDDING_MODEL`. Default: 'mistral-embed'. */
  embeddingModel?: string | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** Config of `nvidia`: the NIM API. */
export interface NVIDIAConfig extends CommonConfig {
  /** A key from https://build.nvidia.com, sent as a bearer token. Environment: `NVIDIA_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is. On the provider's own host the path may be left out. Environment: `NVIDIA_BASE_URL`. Default: 'https://integrate.api.nvidia.com/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `NVIDIA_MODEL`. Default: 'nvidia/nemotron-3-super-120b-a12b'. */
  model?: string | undefined;
  /** The model of `embed` where a request names none. Unset: `model`. Environment: `NVIDIA_EMBEDDING_MODEL`. */
  embeddingModel?: string | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** Config of `ollama`: models on this machine, on another one, or in Ollama's cloud, over Ollama's own API. */
export interface OllamaConfig extends CommonConfig {
  /** Needed for https://ollama.com only: a key from https://ollama.com/settings/keys, sent as a bearer token. Environment: `OLLAMA_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where Ollama is. Without a scheme it is read as Ollama reads `OLLAMA_HOST`: plain http, and port 11434 unless another is told. Environment: `OLLAMA_BASE_URL`, `OLLAMA_HOST`. Default: 'http://localhost:11434'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. It has to be there already: `ollama pull gemma4`. Environment: `OLLAMA_MODEL`. Default: 'gemma4'. */
  model?: string | undefined;
  /** The model of `embed` where a request names none. It has to be there already: `ollama pull embeddinggemma`. Ollama cuts off what is longer than the model's context. Environment: `OLLAMA_EMBEDDING_MODEL`. Default: 'embeddinggemma'. */
  embeddingModel?: string | undefined;
  /** `chat` takes a conversation, `generate` a prompt alone. Default: 'chat'. */
  api?: 'chat' | 'generate' | undefined;
  /** For `api: generate`: the prompt goes to the model as it is, past the model's template. Unset, Ollama puts it into the template, as most of its models are made to be talked to and answer a bare prompt with nonsense; set it for base models and for prompts that hold a template's marks already. */
  raw?: boolean | undefined;
  /** How many tokens the model's context has, prompt and answer together. Ollama cuts a longer prompt off without a word. Unset means the server's own default. */
  numCtx?: number | undefined;
  /** How long the model stays in memory after the answer: a duration such as `10m`, or seconds; 0 unloads it, a negative value keeps it. */
  keepAlive?: string | number | undefined;
}

/** Config of `openai`: the Responses API or Chat Completions. */
export interface OpenAIConfig extends CommonConfig {
  /** A key from https://platform.openai.com/api-keys, sent as a bearer token. Environment: `OPENAI_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is. On the provider's own host the path may be left out. Environment: `OPENAI_BASE_URL`. Default: 'https://api.openai.com/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `OPENAI_MODEL`. Default: 'gpt-6-luna'. */
  model?: string | undefined;
  /** The model of `embed` where a request names none. Environment: `OPENAI_EMBEDDING_MODEL`. Default: 'text-embedding-3-small'. */
  embeddingModel?: string | undefined;
  /** Which of OpenAI's two APIs is spoken: Chat Completions (`chat`) or Responses (`responses`). Unset: the one whose route `baseURL` ends with, else `responses` on OpenAI's own hosts, as only there the thoughts of its models come back to them (encrypted) between turns, and some models are only there; and `chat` at any other `baseURL`, as what takes OpenAI's place mostly speaks that alone. `stop`, `seed` and penalties are settings of `chat` only. */
  api?: 'chat' | 'responses' | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_completion_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
  /** The organization that pays, for accounts that are in several; sent as `OpenAI-Organization`. Environment: `OPENAI_ORG_ID`. */
  organization?: string | undefined;
  /** The project that pays; sent as `OpenAI-Project`. Environment: `OPENAI_PROJECT_ID`. */
  project?: string | undefined;
}

/** Config of `openrouter`. */
export interface OpenRouterConfig extends CommonConfig {
  /** A key from https://openrouter.ai/settings/keys, sent as a bearer token. Environment: `OPENROUTER_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is. On the provider's own host the path may be left out. Environment: `OPENROUTER_BASE_URL`. Default: 'https://openrouter.ai/api/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `OPENROUTER_MODEL`. Default: 'openrouter/auto'. */
  model?: string | undefined;
  /** The model of `embed` where a request names none. Unset: `model`. Environment: `OPENROUTER_EMBEDDING_MODEL`. */
  embeddingModel?: string | undefined;
  /** Which of OpenAI's two APIs is spoken: Chat Completions (`chat`) or Responses (`responses`). Unset: the one whose route `baseURL` ends with, else `chat`. */
  api?: 'chat' | 'responses' | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** Config of `perplexity`: the Sonar API. */
export interface PerplexityConfig extends CommonConfig {
  /** A key from https://www.perplexity.ai/account/api, sent as a bearer token. Environment: `PERPLEXITY_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is. Environment: `PERPLEXITY_BASE_URL`. Default: 'https://api.perplexity.ai'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `PERPLEXITY_MODEL`. Default: 'sonar'. */
  model?: string | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** Config of `siliconflow`. */
export interface SiliconFlowConfig extends CommonConfig {
  /** A key from https://cloud.siliconflow.cn/account/ak, sent as a bearer token. Keys of siliconflow.com are of other accounts. Environment: `SILICONFLOW_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is: `https://api.siliconflow.cn/v1`, or `https://api.siliconflow.com/v1` for accounts there. Environment: `SILICONFLOW_BASE_URL`. Default: 'https://api.siliconflow.cn/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `SILICONFLOW_MODEL`. Default: 'deepseek-ai/DeepSeek-V4-Flash'. */
  model?: string | undefined;
  /** The model of `embed` where a request names none. Environment: `SILICONFLOW_EMBEDDING_MODEL`. Default: 'BAAI/bge-m3'. */
  embeddingModel?: string | undefined;
  /** The model of `rerank` where a request names none. Environment: `SILICONFLOW_RERANK_MODEL`. Default: 'BAAI/bge-reranker-v2-m3'. */
  rerankModel?: string | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** Config of `together`: Together AI. */
export interface TogetherConfig extends CommonConfig {
  /** A key from https://api.together.ai/settings/api-keys, sent as a bearer token. Environment: `TOGETHER_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is. On the provider's own host the path may be left out. Environment: `TOGETHER_BASE_URL`. Default: 'https://api.together.ai/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `TOGETHER_MODEL`. Default: 'meta-llama/Llama-3.3-70B-Instruct-Turbo'. */
  model?: string | undefined;
  /** The model of `embed` where a request names none. Unset: `model`. Environment: `TOGETHER_EMBEDDING_MODEL`. */
  embeddingModel?: string | undefined;
  /** The model of `rerank` where a request names none. Unset: `model`. Environment: `TOGETHER_RERANK_MODEL`. */
  rerankModel?: string | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** Config of `vllm`: a vLLM server. */
export interface VLLMConfig extends CommonConfig {
  /** The key that the server was started with, if any. Environment: `VLLM_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the server listens. On its own port the path may be left out. Environment: `VLLM_BASE_URL`. Default: 'http://localhost:8000/v1'. */
  baseURL?: string | undefined;
  /** The model that the server was started with. Environment: `VLLM_MODEL`. */
  model?: string | undefined;
  /** The model of `embed` where a request names none. Unset: `model`. Environment: `VLLM_EMBEDDING_MODEL`. */
  embeddingModel?: string | undefined;
  /** The model of `rerank` where a request names none. Unset: `model`. Environment: `VLLM_RERANK_MODEL`. */
  rerankModel?: string | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** Config of `xai` (alias `grok`). */
export interface XAIConfig extends CommonConfig {
  /** A key from https://console.x.ai, sent as a bearer token. Environment: `XAI_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is. On the provider's own host the path may be left out. Environment: `XAI_BASE_URL`. Default: 'https://api.x.ai/v1'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `XAI_MODEL`. Default: 'grok-4.3'. */
  model?: string | undefined;
  /** Which of OpenAI's two APIs is spoken: Chat Completions (`chat`) or Responses (`responses`). Unset: the one whose route `baseURL` ends with, else `chat`. */
  api?: 'chat' | 'responses' | undefined;
  /** The member that `maxTokens` is sent in: newer OpenAI models take `max_completion_tokens` alone, most other servers the older name. Default: 'max_tokens'. */
  maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** The config type of each provider, by name. A plugin of your own extends it by declaration merging. */
export interface ProviderConfigs {
  anthropic: AnthropicConfig;
  'azure-openai': AzureOpenAIConfig;
  cerebras: CerebrasConfig;
  cohere: CohereConfig;
  custom: CustomConfig;
  deepseek: DeepSeekConfig;
  fireworks: FireworksConfig;
  gemini: GeminiConfig;
  groq: GroqConfig;
  huggingface: HuggingFaceConfig;
  kimi: KimiConfig;
  llamacpp: LlamaCppConfig;
  lmstudio: LMStudioConfig;
  mistral: MistralConfig;
  nvidia: NVIDIAConfig;
  ollama: OllamaConfig;
  openai: OpenAIConfig;
  openrouter: OpenRouterConfig;
  perplexity: PerplexityConfig;
  siliconflow: SiliconFlowConfig;
  together: TogetherConfig;
  vllm: VLLMConfig;
  xai: XAIConfig;
}
