import type { ErrorReason } from './errors.ts';
import type { FinishReason, JsonObject } from './message.ts';
import type { Citation } from './types.ts';

/** What ties the deltas of one part together: a block index, a call index, an item id. */
export type PartKey = string | number;

/** Where in the answer's text a citation belongs. */
export interface CitedPlace {
  /** The text part that it is in. Default: all text of the answer. */
  part?: PartKey | undefined;
  /** From where, counted in that text. Default: its beginning. */
  start?: number | undefined;
  /** One past the last. Default: the text's end, when it is complete. */
  end?: number | undefined;
  /** What `start` and `end` count: JavaScript's characters (the default), code points, or bytes of UTF-8. */
  unit?: 'utf16' | 'codepoint' | 'byte' | undefined;
  /** Instead of a span: what stands in the text where it is cited, such as `[1]`. It is told once for each place. */
  marker?: string | undefined;
}

/** What is known of a source, whoever cites it. */
export type CitedSource = Pick<Citation, 'title' | 'url'>;

/**
 * What one event of a stream, or a whole answer, adds. A whole answer is a list of deltas too, so that `complete` and `stream`
 * go through one fold and cannot differ.
 *
 * Keys are told apart by the kind of part. Without a key, `text` and `reasoning` continue the last part if it is of their kind.
 */
export type Delta =
  /** The answer's id and model; empty values change nothing, the last others win. */
  | { type: 'response'; id?: string | null | undefined; model?: string | null | undefined }
  /** A new part begins under this key; what had the key before is complete. */
  | { type: 'start'; key: PartKey }
  /** Nothing more comes under this key. */
  | { type: 'stop'; key: PartKey }
  /** Text that is `whole` holds what the part has already; only what goes on from there is added. */
  | { type: 'text'; key?: PartKey | undefined; text: string; mode?: 'append' | 'whole' | undefined }
  | { type: 'reasoning'; key?: PartKey | undefined; text: string; mode?: 'append' | 'whole' | undefined }
  /**
   * A tool call or a piece of one. A new key, or the same key with another name, or with a name and another id, opens a call; no
   * key, id or name continues the last. `whole` replaces what the call has, and only what was not yet told becomes events.
   */
  | {
      type: 'tool-call';
      key?: PartKey | undefined;
      id?: string | null | undefined;
      name?: string | null | undefined;
      argumentsText: string;
      mode: 'append' | 'whole';
    }
  /**
   * What only this provider understands. Merged into the `providerMetadata` of the part of this `kind` and key (without a key:
   * the last part, if it is of this kind); where there is none, a part is opened. Arrays are appended, objects merged, the rest
   * replaced. Data that is `whole` takes the place of what is there. `argumentsInto` names the member of an opaque part that
   * tool-call text under the same key is parsed into.
   */
  | {
      type: 'part';
      key?: PartKey | undefined;
      kind?: 'text' | 'reasoning' | 'tool-call' | 'opaque' | undefined;
      data: JsonObject;
      mode?: 'merge' | 'whole' | undefined;
      argumentsInto?: string | undefined;
    }
  /**
   * A source of the answer's text. Its `start` and `end` are read from `place` where it has none; it is told once they are known, and
   * the very same one is not told again. `source` is the place of its source among all `sources` so far.
   */
  | { type: 'citation'; citation: Citation; place?: CitedPlace | undefined; source?: number | undefined }
  /** Sources that citations name by their place. A list that begins with all that are known is the whole list; another one goes on from them. */
  | { type: 'sources'; sources: readonly CitedSource[] }
  /** Raw counters as the provider sent them. Each replaces the one of its name; `null` changes nothing. */
  | { type: 'usage'; counters: JsonObject }
  /**
   * The whole answer once more, as some APIs tell it at the end of a stream: read only if nothing of it was told before, or for parts
   * under keys that were begun and have nothing of what only the provider understands.
   */
  | { type: 'repeat'; deltas: Delta[] }
  /** Why the model stopped. Never ends the reading; the last one that is not empty wins. */
  | { type: 'finish'; reason: FinishReason; raw: string }
  /** The wire's own end of the stream. */
  | { type: 'end' }
  /** A failure told inside a 200. `status` is the one that the same failure has as an HTTP answer. */
  | {
      type: 'error';
      message?: string | undefined;
      providerType?: string | undefined;
      status?: number | undefined;
      reason?: ErrorReason | undefined;
      retryAfterMs?: number | undefined;
    };
