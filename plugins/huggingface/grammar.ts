import { type Call, InvalidInputError, type JsonObject } from '../../src/plugin.ts';

/**
 * The grammar that keeps an answer to a schema, after TGI's
 * [guidance](https://huggingface.co/docs/text-generation-inference/conceptual/guidance).
 *
 * @throws {InvalidInputError} for a schema that is not of an object whose properties are told: TGI makes no grammar of it.
 */
export function grammarOf({ responseFormat, provider, model }: Call): JsonObject | undefined {
  if (responseFormat?.type !== 'json_schema') return undefined;
  const { schema } = responseFormat;
  if (typeof schema.properties !== 'object') {
    const message = 'responseFormat.schema.properties: is missing; this API keeps to the properties of one object';
    throw new InvalidInputError(message, { provider, model });
  }
  return { type: 'json', value: schema };
}
