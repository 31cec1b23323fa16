import { inspect } from 'node:util';
import { didYouMean } from '../config/nearest.ts';
import type { AnswerFormat, JsonSchemaFormat } from '../message.ts';
import type { ResponseFormats, Wire } from '../provider.ts';
import { isObject } from './merge.ts';
import { readSchema } from './schema.ts';

/** The form that an answer was asked to have. */
export interface AskedFormat {
  format: AnswerFormat;
  /** The schema as the caller gave it: it may check values itself. */
  given?: JsonSchemaFormat['schema'] | undefined;
  /** Whether a tool is offered for it, as the API has no such format. */
  byTool: boolean;
}

/** No API takes more than this. */
const NAME = /^[\w-]{1,64}$/;

const MEMBERS = {
  text: ['type'],
  json: ['type'],
  json_schema: ['type', 'name', 'description', 'schema', 'strict'],
} as const;

const TYPES = Object.keys(MEMBERS);

const ALL_NATIVE: ResponseFormats = { json: 'native', json_schema: 'native' };

/** A request's format, ready for a wire, or what is wrong with it. Text is no format: all answers are text. */
export function readFormat(given: unknown, wire: Wire, model: string): { asked?: AskedFormat; problems: string[] } {
  // What is no object is told with the other settings.
  if (!isObject(given)) return { problems: [] };
  const { type } = given;
  if (typeof type !== 'string' || !Object.hasOwn(MEMBERS, type)) return { problems: [refusalOfType(type)] };
  const problems = unknownMembers(given, type as keyof typeof MEMBERS);
  if (type === 'text') return { problems };
  const format: AnswerFormat = type === 'json' ? { type } : readSchemaFormat(given, problems);
  const way = problems.length > 0 ? undefined : wayOf(format, wire, model, problems);
  return way
    ? { asked: { format, given: given.schema as AskedFormat['given'], byTool: way === 'tool' }, problems }
    : { problems };
}

function refusalOfType(type: unknown): string {
  const hint = typeof type === 'string' ? didYouMean(type, TYPES) : '';
  return `responseFormat.type: must be ${TYPES.join(', ')} (given: ${inspect(type, { depth: 0, maxStringLength: 40 })})${hint}`;
}

function unknownMembers(given: object, type: keyof typeof MEMBERS): string[] {
  const known: readonly string[] = MEMBERS[type];
  const unknown = Object.entries(given).filter(([key, value]) => value !== undefined && !known.includes(key));
  const all = ` (the format ${type} has ${known.join(', ')})`;
  return unknown.map(([key]) => `responseFormat.${key}: is not known${didYouMean(key, known, all)}`);
}

/** How the API gives the format, if it does. */
function wayOf(format: AnswerFormat, wire: Wire, model: string, problems: string[]): 'native' | 'tool' | undefined {
  const { settings, responseFormats = ALL_NATIVE } = wire;
  const isByModel = typeof responseFormats === 'function';
  const ways = isByModel ? responseFormats(model, format) : responseFormats;
  const known: ResponseFormats = settings.includes('responseFormat') ? ways : {};
  const way = known[format.type];
  if (way) return way;
  const others = Object.keys(known);
  const where = isByModel ? `this API for the model "${model}"` : 'this API';
  problems.push(
    others.length > 0
      ? `responseFormat.type: "${format.type}" is not given by ${where}; it gives ${others.join(', ')}`
      : `responseFormat: is not sent to ${where}, which gives text alone; ask for JSON in the prompt`,
  );
  return undefined;
}

function readSchemaFormat(given: Record<string, unknown>, problems: string[]): AnswerFormat {
  const { name, description, schema, strict = true } = given;
  if (name === undefined) problems.push('responseFormat.name: is missing');
  else if (typeof name !== 'string' || !NAME.test(name))
    problems.push('responseFormat.name: must be at most 64 letters, digits, "_" or "-"');
  if (description !== undefined && typeof description !== 'string') problems.push('responseFormat.description: must be a string');
  if (typeof strict !== 'boolean') problems.push('responseFormat.strict: must be true or false');
  return {
    type: 'json_schema',
    name: name as string,
    ...(description !== undefined && { description: description as string }),
    schema: readSchema(schema, 'responseFormat.schema', problems) ?? {},
    strict: strict as boolean,
  };
}
