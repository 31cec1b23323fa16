import type { ResolvedConfig } from '../../src/plugin.ts';

/** The resolved config of `huggingface`. */
export interface HuggingFaceConfig extends ResolvedConfig {
  readonly api?: 'chat' | 'text-generation';
  readonly billTo?: string;
  readonly chatTemplate?: string;
  readonly bosToken?: string;
  readonly eosToken?: string;
  readonly repetitionPenalty?: number;
  readonly useCache?: boolean;
  readonly waitForModel?: boolean;
}

/** A whole answer of text generation. */
export interface Generation {
  generated_text?: string | null;
  /** `null` unless asked for, and from servers that know none. */
  details?: GenerationDetails | null;
}

/** One event of a stream. The last one repeats the whole text in `generated_text`. */
export interface GenerationEvent extends Generation {
  token?: { text?: unknown; special?: boolean } | null;
}

/** How the text came about. */
interface GenerationDetails {
  /** `eos_token`, `stop_sequence` or `length`. */
  finish_reason?: unknown;
  generated_tokens?: number | null;
  /** The prompt's tokens, where they were asked for. */
  prefill?: unknown[] | null;
  /** Streams: how many tokens the prompt has. */
  input_length?: number | null;
}
