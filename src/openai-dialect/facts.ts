import type { InputType } from '../data-types.ts';
import type { Effort } from '../message.ts';
import type { MediaFacts, ResponseFormats, Setting, Wire } from '../provider.ts';
import type { ResolvedConfig } from '../resolved-config.ts';

/** What one API that speaks OpenAI's dialect does in its own way. All of it is data; what is left out is the default. */
export interface DialectFacts {
  /** The settings that the API takes. Default: those of OpenAI. */
  settings?: readonly Setting[] | undefined;
  /** The member for the most tokens to generate, where a config with a key of this name does not choose. Default `max_tokens`. */
  maxTokensField?: MaxTokensField | undefined;
  /** The member for the seed. Default `seed`. */
  seedField?: 'seed' | 'random_seed' | undefined;
  /** How a request says how much to think. Default `reasoning_effort`. */
  reasoning?: ReasoningParameter | undefined;
  /** The efforts that the API knows, or that a model of it does; another becomes the nearest of them. Default: all. */
  efforts?: readonly Effort[] | ((model: string) => readonly Effort[]) | undefined;
  /** The least and the most tokens of a budget, where the API takes one; another becomes the nearer of them. Default: any. */
  budgets?: { readonly least?: number; readonly most?: number } | undefined;
  /** The models that think unless told not to, and of which no call can be demanded then. Default: none. */
  thinksUnlessForced?: ((model: string) => boolean) | undefined;
  /** How the API gives each format. Default: all natively, if `settings` has `responseFormat`. */
  responseFormats?: ResponseFormats | ((model: string) => ResponseFormats) | undefined;
  /** Whether a schema has a description of its own beside it; if not, it is the schema's. Default `true`. */
  describesFormats?: boolean | undefined;
  /** What the API demands of a schema that it keeps the model to. Default `nothing`. */
  strictness?: Strictness | ((model: string) => Strictness) | undefined;
  /** Whether JSON without a schema is refused where no message has the word. Default `false`. */
  jsonNeedsWord?: boolean | undefined;
  /** The images and files that the API takes. Default: none. */
  media?: Wire['media'];
  /** The block that a file is: OpenAI's (the default), Mistral's or Perplexity's. */
  fileBlock?: 'file' | 'document_url' | 'file_url' | undefined;
  /** Whether the API takes marks for its cache, as Anthropic writes them. Default `false`. */
  cacheMarks?: boolean | undefined;
  /** Whether the text marks where it cites the sources beside it: `[1]` is the first of them. Default `false`. */
  citationMarkers?: boolean | undefined;
  /** The member in which the reasoning of earlier answers goes back. Default: it stays here. Answers are read with either. */
  reasoningField?: 'reasoning_content' | 'reasoning' | undefined;
  /**
   * What stands there beside tool calls that came without reasoning, as those of another provider do: some APIs refuse them
   * without any while their models think. Default: nothing.
   */
  reasoningBesideCalls?: string | undefined;
  /** Whether the API takes the `name` of who speaks; if not, it is not sent. Default `true`. */
  speakerNames?: boolean | undefined;
  /** Whether a message must have `content` beside its calls too; without text it is empty then. Default: it is left out. */
  contentBesideCalls?: boolean | undefined;
  /** The ids of tool calls that the API takes. Default: any. */
  toolCallIds?: RegExp | undefined;
  /** The names of tools that the API takes. Default: at most 64 letters, digits, `_` and `-`, as OpenAI has it. */
  toolNames?: RegExp | undefined;
  /** Whether a stream tells its usage only if `stream_options` asks for it. Default `true`. */
  asksForUsage?: boolean | undefined;
  /**
   * Where chat is below `baseURL`. `{model}` and the names of config keys stand for their values. Default `/chat/completions`.
   * A `baseURL` that ends so is the whole address.
   */
  chatPath?: string | undefined;
  /** Where the list of models is below `baseURL`. Default `/models`. */
  modelsPath?: string | undefined;
  /** Parameters of the query of both. `{...}` stands for a config key's value, as in `chatPath`. */
  query?: Readonly<Record<string, string>> | undefined;
  /** The header that holds the key as it is. Default: `authorization`, as a bearer token. */
  keyHeader?: string | undefined;
  /** The list of models: it looks at the key (the default), anyone may read it, or there is none. */
  models?: 'private' | 'public' | 'none' | undefined;
  /** What to do where nothing listens at `baseURL`, such as how to start the server. */
  unreachable?: string | undefined;
  /** How the API embeds. Default: it does not. */
  embeddings?: EmbeddingFacts | undefined;
  /** How the API orders documents. Default: it does not. */
  rerank?: RerankFacts | undefined;
}

/** What is an API's own in its embeddings. */
export interface EmbeddingFacts {
  /** Where they are below `baseURL`; `{...}` stands for what it does in `chatPath`. Default `/embeddings`. */
  path?: string | undefined;
  /** The most texts of one request. Default 2048, as OpenAI has it. */
  maxInputs?: number | undefined;
  /** The most characters of all texts of one request. Default: no limit. */
  maxCharacters?: number | undefined;
  /** The member for the length of the vectors, `none` where it can't be chosen. Default `dimensions`. */
  dimensionsField?: 'dimensions' | 'output_dimension' | 'none' | undefined;
  /** Whether vectors are asked for as base64, which has about a quarter of the bytes. Default `false`. Answers are read with either. */
  base64?: boolean | undefined;
  /** The API's words for what the vectors are for, sent as `input_type`. Default: it is not told. */
  inputTypes?: Readonly<Record<InputType, string>> | undefined;
}

/** What is an API's own in its ranking. */
export interface RerankFacts {
  /** Where it is below `baseURL`; `{...}` stands for what it does in `chatPath`. Default `/rerank`. */
  path?: string | undefined;
  /** The most documents of one request. Default: no limit. */
  maxDocuments?: number | undefined;
}

/** Newer models of OpenAI's take the second alone, most other servers the first. */
type MaxTokensField = 'max_tokens' | 'max_completion_tokens';

/** What a config may choose, if the plugin's schema has the key. */
export interface DialectConfig extends ResolvedConfig {
  readonly maxTokensField?: MaxTokensField | undefined;
}

/**
 * What is demanded of a schema that the model is kept to:
 * - `openai`: what OpenAI demands;
 * - `closed`: objects of named properties;
 * - `nothing`: the schema goes as it is;
 * - `never`: the model is not kept to any.
 */
export type Strictness = 'openai' | 'closed' | 'nothing' | 'never';

/**
 * The parameter that says how much to think:
 * - `reasoning_effort`: the effort, and nothing else;
 * - `thinking`: `{ type: 'disabled' }` for the effort `none`, else `reasoning_effort`, or `{ type: 'enabled' }` where `efforts` has
 *   no other;
 * - `enable_thinking`: `false` for the effort `none`, else `reasoning_effort`; a budget is `thinking_budget`;
 * - `reasoning`: an object of either the `effort` or, for a budget, `max_tokens`.
 */
type ReasoningParameter = 'reasoning_effort' | 'thinking' | 'enable_thinking' | 'reasoning';

/** The settings of OpenAI's own API. */
export const SETTINGS: readonly Setting[] = [
  'maxTokens',
  'temperature',
  'topP',
  'stop',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'tools',
  'toolChoice',
  'responseFormat',
  'reasoning',
  'user',
];

/** Images of all four formats that nearly every model which sees can read, at an address or in the request. */
export const IMAGES: MediaFacts = { sources: ['url', 'data'], types: /^image\/(png|jpeg|gif|webp)$/ };

/** The names of tools that OpenAI's own API takes. */
export const TOOL_NAMES = /^[\w-]{1,64}$/;
