import type { ErrorCode } from '../errors.ts';
import type { FinishReason, Json, TokenUsage, ToolCall } from '../message.ts';
import type { SimulatorRequest } from '../simulator/simulator.ts';
import type { Citation, CompletionRequest } from '../types.ts';

/** What of an answer is expected: members that are left out are not compared. */
export interface ExpectedAnswer {
  finishReason: FinishReason;
  rawFinishReason?: string | undefined;
  content?: string | undefined;
  reasoning?: string | undefined;
  /** All calls in their order, of each the members that matter. */
  toolCalls?: readonly Partial<ToolCall>[] | undefined;
  /** What the API counts. Left out, it counts nothing, and the answer must say that its usage is estimated. */
  usage?: Partial<TokenUsage> | undefined;
  id?: string | undefined;
  model?: string | undefined;
  citations?: readonly Partial<Citation>[] | undefined;
}

/** What a request must have held. */
export interface ExpectedRequest {
  /** As it is sent, the query included: the end of it, or a pattern. */
  path?: string | RegExp | undefined;
  /** By their names in lower case; a key reads `***`. */
  headers?: Readonly<Record<string, string | RegExp>> | undefined;
  /** Members of the JSON body; what is left out, at any depth, is not compared. */
  body?: Json | undefined;
}

/**
 * One exchange with an API, as it was recorded or as its reference shows it.
 *
 * @example
 * ```ts
 * {
 *   name: 'a greeting',
 *   request: 'Say hello.',
 *   frames: ['{"word":"Hel"}\n', '{"word":"lo!"}\n', '{"done":"end","in":3,"out":2}\n'],
 *   body: { words: 'Hello!', done: 'end', in: 3, out: 2 },
 *   expect: { content: 'Hello!', finishReason: 'stop', usage: { promptTokens: 3, completionTokens: 2 } },
 *   sent: { path: '/talk', headers: { 'x-acme-key': '***' }, body: { ask: [{ say: 'Say hello.' }] } },
 * }
 * ```
 */
export interface Fixture {
  /** What it shows; no two have the same. */
  name: string;
  request: string | CompletionRequest;
  /** The answer as a stream: each event as it goes over the wire, whole, with all that frames it. The last ones are the end. */
  frames?: readonly (string | Uint8Array)[] | undefined;
  /** The whole answer, as JSON. */
  body?: Json | undefined;
  expect: ExpectedAnswer;
  /** What must have been sent, for the stream and for the whole answer alike. */
  sent?: ExpectedRequest | undefined;
}

/** A failure as the API tells it: in an answer of its own, or in an event of a stream. */
export type ErrorFixture = {
  expect: {
    code: ErrorCode;
    /** The provider's own words, which the message must quote. */
    message?: string | undefined;
    /** Whether it may be tried again. Left out, it is not looked at. */
    retryable?: boolean | undefined;
  };
} & ({ status: number; body: Json; frame?: undefined } | { frame: string | Uint8Array; status?: undefined; body?: undefined });

/** Whether a request asks for a stream. */
export type AsksForStream = (request: SimulatorRequest) => boolean;
