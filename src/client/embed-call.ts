import type { EmbedRequest } from '../data-types.ts';
import type { EmbedCall, EmbeddingsWire } from '../data-wires.ts';
import type { JsonObject } from '../message.ts';
import type { CallOptions } from '../types.ts';
import type { ClientParts } from './exchange.ts';
import { checkMembers, count, optional, texts } from './members.ts';
import { isObject } from './merge.ts';
import { isText } from './tool-call.ts';
import { checkOptions, refuse, text } from './validate.ts';

/** Some of the inputs: what one request embeds. */
export interface EmbedPart {
  /** The place of its first input among all. */
  from: number;
  call: EmbedCall;
  path: string;
  body: JsonObject;
}

/** A request, cut into parts; at least one. */
export interface PreparedEmbed {
  model: string;
  dimensions: number | undefined;
  /** How many inputs there are in all parts. */
  inputs: number;
  parts: EmbedPart[];
  /** When the call began, on the clock that never runs backwards. */
  startedAt: number;
}

const INPUT_TYPES = ['search_document', 'search_query', 'similarity', 'classification', 'clustering'];

/**
 * A request as it is now, checked, in parts that the API takes. All of them are encoded at once, so that what the wire refuses is told
 * before anything is sent.
 *
 * @throws {InvalidInputError} naming every member that is wrong, or what the API can't do.
 */
export function prepareEmbed(
  { provider, config, clock }: ClientParts,
  wire: EmbeddingsWire,
  request: EmbedRequest,
  options: CallOptions,
): PreparedEmbed {
  const startedAt = clock.monotonic();
  const { embeddingModel = config.model } = config;
  const asked = isObject(request) ? request.model : undefined;
  const problems = isObject(request) ? checkRequest(request, wire) : ['request: must be an object with "input"'];
  refuse([...problems, ...checkOptions(options)], { provider, model: isText(asked) ? asked : embeddingModel });

  const { model = embeddingModel, dimensions, inputType } = request;
  const input = typeof request.input === 'string' ? [request.input] : request.input;
  const parts = split(input, wire.maxInputs(config), wire.maxCharacters).map(({ from, texts }) => {
    const call = { provider, config, model, dimensions, inputType, input: texts };
    return { from, call, path: wire.path(call), body: wire.encode(call) };
  });
  return { model, dimensions, inputs: input.length, parts, startedAt };
}

function checkRequest(request: Readonly<Record<string, unknown>>, { dimensions }: EmbeddingsWire): string[] {
  const unable = 'is not sent to this API, whose vectors have one length for each model';
  return checkMembers(request, {
    input: (value) => (typeof value === 'string' ? text(value) : texts(value)),
    model: optional(text),
    dimensions: optional((value) => (dimensions ? count(value) : unable)),
    inputType: optional((value) =>
      INPUT_TYPES.includes(value as string) ? undefined : `must be one of ${INPUT_TYPES.join(', ')}`,
    ),
  });
}

/** Runs of the inputs, each as long as one request may be. A text that is too long by itself goes alone. */
function split(input: readonly string[], maxInputs: number, maxCharacters = Number.POSITIVE_INFINITY) {
  const runs: { from: number; texts: string[] }[] = [];
  let characters = 0;
  for (const [index, one] of input.entries()) {
    const last = runs.at(-1);
    characters += one.length;
    if (last && last.texts.length < maxInputs && characters <= maxCharacters) last.texts.push(one);
    else {
      runs.push({ from: index, texts: [one] });
      characters = one.length;
    }
  }
  return runs;
}
