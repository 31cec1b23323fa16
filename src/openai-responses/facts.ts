import type { DialectFacts } from '../openai-dialect/facts.ts';
import type { Setting, Wire } from '../provider.ts';
import type { ResolvedConfig } from '../resolved-config.ts';

/** What an API that speaks Responses does in its own way. All that is not here is as in its chat completions. */
export interface ResponsesFacts {
  /** Where it is below `baseURL`. `{model}` and the names of config keys stand for their values. Default `/responses`. */
  path?: string | undefined;
  /** The settings that it takes. Default: those of OpenAI. */
  settings?: readonly Setting[] | undefined;
  /** The images and files that it takes. Default: those of chat completions. */
  media?: Wire['media'];
  /** The member for the end user. Default `user`. */
  userField?: 'user' | 'safety_identifier' | undefined;
  /**
   * Whether a request asks that nothing be kept, and for the encrypted reasoning that goes back instead. `false` for servers that
   * refuse either. Default `true`.
   */
  stateless?: boolean | undefined;
  /**
   * The models that have encrypted thoughts to give and to take back; a request that asks for thoughts takes every model for one.
   * Others are refused with either. Default: all but those of OpenAI that do not reason.
   */
  thinks?: ((model: string) => boolean) | undefined;
}

/** The facts of a provider that speaks both of OpenAI's APIs. */
export interface BothFacts extends DialectFacts {
  responses?: ResponsesFacts | undefined;
}

/** One of OpenAI's two APIs. */
export type OpenaiApi = 'chat' | 'responses';

/** A config that chooses one. */
export interface ChoosingConfig extends ResolvedConfig {
  readonly api?: OpenaiApi | undefined;
}

/** The settings of OpenAI's own API. */
export const SETTINGS: readonly Setting[] = [
  'maxTokens',
  'temperature',
  'topP',
  'tools',
  'toolChoice',
  'responseFormat',
  'reasoning',
  'user',
];
