import pMap from 'p-map';
import type { EmbedResponse } from '../data-types.ts';
import type { EmbedAnswer, EmbeddingsWire } from '../data-wires.ts';
import { CanceledError, LLMError, ResponseError } from '../errors.ts';
import { canceledError, createController, type Known, onAbort } from '../http/cancel.ts';
import type { CallOptions } from '../types.ts';
import type { EmbedPart, PreparedEmbed } from './embed-call.ts';
import { estimateTokens } from './estimate.ts';
import { type ClientParts, Exchange } from './exchange.ts';
import { joinUrl } from './request.ts';
import { checkLengths, readVectors, WrongVectors } from './vectors.ts';
import { decodeData } from './whole-answer.ts';

/** How many parts of one call are under way at a time. */
const CONCURRENCY = 4;

/** The most that is read of one answer: 2,048 vectors of 3,072 numbers, written out with all their digits, are half of it. */
const MAX_VECTORS_BYTES = 256 * 1024 * 1024;

const NO_JSON = /(?<=[[,\s])(NaN|-?Infinity)(?=[\],\s])/g;

/** What one request gave. */
interface Embedded {
  vectors: number[][];
  model: string | undefined;
  /** `undefined` where nothing was counted. */
  promptTokens: number | undefined;
  characters: number;
}

/**
 * Embeds texts, in as many requests as they need. All of it succeeds, or nothing: the first failure ends the rest.
 *
 * @throws {LLMError} that says which inputs failed, where there was more than one request.
 */
export async function embed(
  client: ClientParts,
  wire: EmbeddingsWire,
  asked: PreparedEmbed,
  options: CallOptions,
): Promise<EmbedResponse> {
  const known: Known = { provider: client.provider, model: asked.model };
  const embedded = await untilFirstFailure(options.signal, known, (signal) =>
    pMap(asked.parts, (part) => embedPart(client, wire, asked, part, { ...options, signal }), { concurrency: CONCURRENCY }),
  );
  return join(embedded, known, asked.dimensions);
}

/** Does work that ends with the caller's signal; where it fails, what is still under way ends with it. */
async function untilFirstFailure<T>(
  outer: AbortSignal | undefined,
  known: Known,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = createController();
  const cancel = () => controller.abort(canceledError(outer?.reason, known));
  const release = outer && onAbort(outer, cancel);
  if (outer?.aborted) cancel();
  try {
    return await work(controller.signal);
  } catch (error) {
    cancel();
    throw error;
  } finally {
    release?.();
  }
}

async function embedPart(
  client: ClientParts,
  wire: EmbeddingsWire,
  asked: PreparedEmbed,
  part: EmbedPart,
  options: CallOptions,
): Promise<Embedded> {
  const body = JSON.stringify(part.body);
  const question = {
    method: 'POST' as const,
    url: joinUrl(client.config.baseURL, part.path),
    accept: 'application/json',
    body,
    said: () => [...part.call.input, body],
    startedAt: asked.startedAt,
  };
  const exchange = new Exchange(client, asked.model, question, options);
  try {
    return await exchange.whole(MAX_VECTORS_BYTES, (text) => readAnswer(text, part, wire, exchange));
  } catch (error) {
    throw asked.parts.length > 1 ? namingInputs(error, part, asked.inputs) : error;
  }
}

function readAnswer(text: string, { from, call }: EmbedPart, wire: EmbeddingsWire, exchange: Exchange): Embedded {
  const answer = decode(text, wire, exchange);
  const { promptTokens } = answer.counters ? exchange.parts.wire.usage(answer.counters) : { promptTokens: undefined };
  const vectors = telling(exchange.told(), () => {
    const read = readVectors(answer, call.input.length, from);
    checkLengths(read, call.dimensions, from);
    return read;
  });
  return {
    vectors,
    model: answer.model || undefined,
    promptTokens: Number.isFinite(promptTokens) ? promptTokens : undefined,
    characters: call.input.reduce((sum, { length }) => sum + length, 0),
  };
}

/** Servers in Python write NaN as it is, which is no JSON; as `null` it still is no number, but it is known whose. */
function decode(text: string, wire: EmbeddingsWire, exchange: Exchange): EmbedAnswer {
  const read = (body: string) => decodeData(body, 'embeddings', (parsed) => wire.decode(parsed), exchange);
  try {
    return read(text);
  } catch (error) {
    const legal = text.replace(NO_JSON, 'null');
    if (legal === text) throw error;
    return read(legal);
  }
}

function join(embedded: readonly Embedded[], known: Known, dimensions: number | undefined): EmbedResponse {
  const embeddings = embedded.flatMap(({ vectors }) => vectors);
  telling(known, () => checkLengths(embeddings, dimensions, 0));
  const promptTokens = embedded.reduce((sum, part) => sum + (part.promptTokens ?? estimateTokens(part.characters)), 0);
  return {
    embeddings,
    model: embedded.find(({ model }) => model)?.model ?? known.model,
    usage: {
      promptTokens,
      completionTokens: 0,
      totalTokens: promptTokens,
      ...(embedded.some((part) => part.promptTokens === undefined) && { estimated: true as const }),
    },
  };
}

/** What is wrong with the vectors, as an error that says whose they are. */
function telling<T>(known: Known, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof WrongVectors) throw new ResponseError(`the answer is of no use: ${error.message}`, known);
    throw error;
  }
}

/** The same error, its message naming the inputs. One that the caller asked for is left as it is. */
function namingInputs(error: unknown, { from, call }: EmbedPart, inputs: number): unknown {
  if (!(error instanceof LLMError) || error instanceof CanceledError) return error;
  const { message, stack = '' } = error;
  const last = from + call.input.length - 1;
  const which = last === from ? `input ${from}` : `inputs ${from} to ${last}`;
  error.message = message.replace(/^(\[[^\]]*\] )?/, (provider) => `${provider}${which} of ${inputs}: `);
  error.stack = stack.replace(message, () => error.message);
  return error;
}
