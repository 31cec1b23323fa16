import { InvalidInputError } from '../errors.ts';
import type { AnswerFormat, JsonObject } from '../message.ts';
import { textOf } from '../message-text.ts';
import type { Call } from '../provider.ts';
import { type StrictRules, strictSchema } from '../strict-schema.ts';
import type { DialectFacts, Strictness } from './facts.ts';
import { openaiSchema } from './strict-rules.ts';

type SchemaFormat = Extract<AnswerFormat, { type: 'json_schema' }>;

const CLOSED: StrictRules = { refused: [], described: [], allRequired: false };

/**
 * The form of the answer that a request asks for.
 *
 * @throws {InvalidInputError} for a schema that strict mode does not take, and for JSON without the word where the API demands it.
 */
export function encodeFormat(call: Call, facts: DialectFacts): JsonObject | undefined {
  const { responseFormat: format } = call;
  if (format?.type === 'json') return encodeJson(call, facts);
  if (!format) return undefined;
  const told = facts.describesFormats === false ? describedWithin(format) : format;
  return { type: 'json_schema', json_schema: encodeSchema(told, call, facts.strictness) };
}

function describedWithin({ description, schema, ...format }: SchemaFormat): SchemaFormat {
  return { ...format, schema: description === undefined ? schema : { description, ...schema } };
}

/**
 * A schema and what belongs to it, which OpenAI's APIs put in different places.
 *
 * @throws {InvalidInputError} for a schema that strict mode does not take.
 */
function encodeSchema(
  { name, description, schema, strict }: SchemaFormat,
  { provider, model }: Pick<Call, 'provider' | 'model'>,
  given: DialectFacts['strictness'] = 'nothing',
): JsonObject {
  const strictness = typeof given === 'function' ? given(model) : given;
  const isStrict = strict && strictness !== 'never';
  const { schema: met, problems } = isStrict ? metBy(schema, strictness) : { schema, problems: [] };
  if (problems.length > 0)
    throw new InvalidInputError(`responseFormat: ${provider} does not take the schema: ${problems.join('; ')}`, {
      provider,
      model,
    });
  return { name, description, schema: met, strict: isStrict };
}

function metBy(schema: JsonObject, strictness: Strictness): { schema: JsonObject; problems: string[] } {
  if (strictness === 'openai') return openaiSchema(schema);
  return strictness === 'closed' ? strictSchema(schema, CLOSED) : { schema, problems: [] };
}

function encodeJson({ messages, provider, model }: Call, { jsonNeedsWord }: DialectFacts): JsonObject {
  if (jsonNeedsWord && !messages.some(({ content }) => /json/i.test(textOf(content)))) {
    const message = `responseFormat: ${provider} takes { type: 'json' } only where a message has the word JSON; ask for JSON in words, or give a schema`;
    throw new InvalidInputError(message, { provider, model });
  }
  return { type: 'json_object' };
}
