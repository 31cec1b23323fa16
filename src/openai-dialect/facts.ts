import type { ResolvedConfig, Setting } from '../provider.ts';

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
  /** The efforts that the API knows. Default: all. */
  efforts?: readonly string[] | undefined;
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
}

/** Newer models of OpenAI's take the second alone, most other servers the first. */
type MaxTokensField = 'max_tokens' | 'max_completion_tokens';

/** What a config may choose, if the plugin's schema has the key. */
export interface DialectConfig extends ResolvedConfig {
  readonly maxTokensField?: MaxTokensField | undefined;
}

/**
 * The parameter that says how much to think:
 * - `reasoning_effort`: the effort, and nothing else;
 * - `thinking`: `{ type: 'disabled' }` for the effort `none`, else `reasoning_effort`;
 * - `enable_thinking`: `false` for the effort `none`, else `reasoning_effort`; a budget is `thinking_budget`;
 * - `reasoning`: an object of either the `effort` or, for a budget, `max_tokens`.
 */
export type ReasoningParameter = 'reasoning_effort' | 'thinking' | 'enable_thinking' | 'reasoning';

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
  'reasoning',
  'user',
];

/** The names of tools that OpenAI's own API takes. */
export const TOOL_NAMES = /^[\w-]{1,64}$/;
