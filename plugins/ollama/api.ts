import type { JsonObject, ResolvedConfig } from '../../src/plugin.ts';

/** The resolved config of `ollama`. */
export interface OllamaConfig extends ResolvedConfig {
  readonly api?: 'chat' | 'generate';
  readonly numCtx?: number;
  readonly keepAlive?: string | number;
  readonly raw?: boolean;
}

/** A whole answer, or one line of a stream. */
export interface OllamaAnswer {
  model?: string;
  /** `/api/chat`. */
  message?: OllamaMessage | null;
  /** `/api/generate`. */
  response?: unknown;
  thinking?: string | null;
  done?: boolean;
  /** Absent in older versions. */
  done_reason?: string | null;
  /** Absent where the whole prompt was cached. */
  prompt_eval_count?: number | null;
  eval_count?: number | null;
  /** What failed, in an answer that began well. */
  error?: unknown;
}

/** What a line says, or adds. */
export interface OllamaMessage {
  content?: unknown;
  thinking?: string | null | undefined;
  /** Always whole, each in one line. */
  tool_calls?: (OllamaToolCall | null)[] | null;
  images?: string[] | null;
}

/** A tool call. Older versions give it neither an id nor an index. */
export interface OllamaToolCall extends JsonObject {
  id?: string;
  function?: OllamaFunction;
}

/** What is called. */
interface OllamaFunction extends JsonObject {
  index?: number;
  name?: string;
}

/** The answer of `/api/tags`. */
export interface OllamaModels {
  models?: unknown;
}

/** The answer of `/api/embed`. */
export interface OllamaVectors {
  model?: string;
  /** One for each text, in their order. */
  embeddings?: (number[] | null)[] | null;
  /** Absent in older versions. */
  prompt_eval_count?: number | null;
}
