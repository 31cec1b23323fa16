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
  /** The most tokens to generate, thinking included. Unset means 2000, on top of a request's budget for thinking. */
  maxTokens?: number | undefined;
  /** Randomness, from 0 to 1. Unset means the model's own default; newer models refuse any other. */
  temperature?: number | undefined;
  /** The API's version, sent as `anthropic-version`. Default: '2023-06-01'. */
  version?: string | undefined;
  /** Names of beta features, sent as `anthropic-beta`. */
  betas?: string[] | undefined;
}

/** Config of `cohere`: the chat API v2, and v1 where `apiVersion` or the path of `baseURL` asks for it. */
export interface CohereConfig extends CommonConfig {
  /** A key from https://dashboard.cohere.com/api-keys, sent as a bearer token. Environment: `COHERE_API_KEY`, `CO_API_KEY`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** Where the API is, its version path included. A path that ends in `/v1` means `apiVersion: v1`. Environment: `COHERE_BASE_URL`. Default: 'https://api.cohere.com/v2'. */
  baseURL?: string | undefined;
  /** The model that answers where a request names none. Environment: `COHERE_MODEL`. Default: 'command-a-03-2025'. */
  model?: string | undefined;
  /** Which of the two chat APIs the base URL speaks. Unset: told from the path of `baseURL`, else v2. */
  apiVersion?: 'v1' | 'v2' | undefined;
}

/** Config of `huggingface` (alias `hf`): chat over the Hugging Face router, and text-generation endpoints. */
export interface HuggingFaceConfig extends CommonConfig {
  /** A Hugging Face access token (`hf_...`) with the permission to call Inference Providers. Environment: `HUGGINGFACE_API_KEY`, `HF_TOKEN`. */
  apiKey?: string | { file: string } | (() => string | Promise<string>) | undefined;
  /** The router, a dedicated endpoint, or a text-generation server. A path with `/hf-inference`, `/models/` or `/generate` means text generation, one that ends in `/v1` chat. Environment: `HUGGINGFACE_BASE_URL`. Default: 'https://router.huggingface.co/v1'. */
  baseURL?: string | undefined;
  /** A model of the hub, such as `openai/gpt-oss-20b`; `:provider` behind it picks one of the router's providers. Environment: `HUGGINGFACE_MODEL`. Default: 'openai/gpt-oss-20b'. */
  model?: string | undefined;
  /** Which API the base URL speaks. Unset: told from the path of `baseURL`. On the router, `text-generation` goes to `/hf-inference`. */
  api?: 'chat' | 'text-generation' | undefined;
  /** The organization that pays for the calls; sent as `X-HF-Bill-To`. */
  billTo?: string | undefined;
  /** Text-generation only: how much tokens that already occurred are held back. 1 means not at all. */
  repetitionPenalty?: number | undefined;
  /** Text-generation only: whether hf-inference may answer from its cache of earlier identical requests. */
  useCache?: boolean | undefined;
  /** Text-generation only: whether hf-inference holds the request until the model is loaded, instead of answering 503. */
  waitForModel?: boolean | undefined;
}

/** The config type of each provider, by name. A plugin of your own extends it by declaration merging. */
export interface ProviderConfigs {
  anthropic: AnthropicConfig;
  cohere: CohereConfig;
  huggingface: HuggingFaceConfig;
}
