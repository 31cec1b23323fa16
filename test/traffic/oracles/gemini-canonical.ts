import type { Json, JsonObject } from '../../../src/message.ts';
import { objectOf, objectsOf, stringOf } from './dialect.ts';
import { sampleOf } from './media-samples.ts';

/** One of the ways to write a request: the API takes both cases, two kinds of schema, and much that says nothing. */
export function canonicalGemini(body: JsonObject): JsonObject {
  const { model: _model, contents, systemInstruction, generationConfig, tools, toolConfig, ...others } = camelCased(body);
  const { candidateCount, thinkingConfig, responseModalities, ...settings } = objectOf(generationConfig);
  const { thinkingLevel, ...thinking } = objectOf(thinkingConfig);
  const declared = objectsOf(tools).flatMap(({ functionDeclarations }) => objectsOf(functionDeclarations));
  const further = objectsOf(tools).filter((tool) => !('functionDeclarations' in tool));
  return {
    ...others,
    contents: objectsOf(contents).reduce(withContent, []),
    systemInstruction: unlessEmpty({ parts: spoken(objectOf(systemInstruction).parts) }),
    generationConfig: unlessEmpty({
      ...formatted(settings),
      responseModalities: String(responseModalities) === 'TEXT' ? undefined : responseModalities,
      candidateCount: candidateCount === 1 ? undefined : candidateCount,
      thinkingConfig: unlessEmpty({ ...thinking, thinkingLevel: thinkingLevel && stringOf(thinkingLevel).toUpperCase() }),
    }),
    tools: [...(declared.length > 0 ? [{ functionDeclarations: declared.map(declaration) }] : []), ...further],
    toolConfig: unlessEmpty(objectOf(toolConfig)),
  };
}

/** A schema may be one of OpenAPI's; plain text is what there is without a type. */
function formatted({ responseMimeType: type, responseSchema, responseJsonSchema = responseSchema, ...settings }: JsonObject) {
  const isPlain = type === 'text/plain';
  return { ...settings, responseMimeType: isPlain ? undefined : type, responseJsonSchema: lowerTypes(responseJsonSchema) };
}

/** The results of one turn may stand in several contents. */
function withContent(contents: { role: Json; parts: JsonObject[] }[], { role, parts }: JsonObject): typeof contents {
  const content = { role: role ?? 'user', parts: spoken(parts) };
  const last = contents.at(-1);
  const isResult = (one: typeof last) => one?.parts.every((part) => 'functionResponse' in part);
  if (last && isResult(last) && isResult(content)) last.parts.push(...content.parts);
  else contents.push(content);
  return contents;
}

/** Parts without what says nothing. A list of one may be written without the list. */
function spoken(parts: Json | undefined): JsonObject[] {
  const listed = Array.isArray(parts) ? objectsOf(parts) : parts ? [objectOf(parts)] : [];
  const said = listed.map(({ thought, ...part }) => (thought ? { ...part, thought } : part)).filter(({ text }) => text !== '');
  return said.map((part) => {
    if ('inlineData' in part) return { ...part, inlineData: shown(objectOf(part.inlineData)) };
    return 'functionResponse' in part ? { ...part, functionResponse: result(objectOf(part.functionResponse)) } : part;
  });
}

/** Long bytes were left out of the recordings. */
function shown({ mimeType, data }: JsonObject): JsonObject {
  return { mimeType, data: stringOf(data).startsWith('<elided') ? sampleOf(stringOf(mimeType)) : data };
}

/** The API takes any name for the text of a result but knows that of an error. */
function result({ response, ...told }: JsonObject): JsonObject {
  const [[name, said] = [], ...others] = Object.entries(objectOf(response));
  const isText = typeof said === 'string' && name !== 'error' && others.length === 0;
  return { ...told, response: isText ? { output: said } : response };
}

function declaration({ parameters, parametersJsonSchema = parameters, ...declared }: JsonObject): JsonObject {
  const schema = objectOf(lowerTypes(parametersJsonSchema));
  const { type = 'object', ...told } = schema;
  const properties = Object.keys(told).length === 0 ? { properties: {} } : {};
  return { ...declared, parametersJsonSchema: { type, ...properties, ...told } };
}

/** OpenAPI's types in the words of JSON Schema, and constants as choices of one. */
function lowerTypes(schema: Json | undefined): Json | undefined {
  if (Array.isArray(schema)) return schema.map((item) => lowerTypes(item) as Json);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.entries(schema).map(([key, value]) => {
    if (key === 'const' && (typeof value === 'string' || typeof value === 'number')) return ['enum', [value]];
    return [key, key === 'type' && typeof value === 'string' ? value.toLowerCase() : lowerTypes(value)];
  });
  return Object.fromEntries(members);
}

/** What is below these is the caller's. */
const FREE = ['args', 'response', 'parameters', 'parametersJsonSchema', 'responseSchema', 'responseJsonSchema'];

function camelCased(value: JsonObject): JsonObject {
  const members = Object.entries(value).map(([name, member]) => {
    const key = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [key, FREE.includes(key) ? member : camelCasedAll(member)];
  });
  return Object.fromEntries(members);
}

function camelCasedAll(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => camelCasedAll(item) as Json);
  return typeof value === 'object' && value !== null ? camelCased(value) : value;
}

function unlessEmpty(value: JsonObject): JsonObject | undefined {
  const said = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
  return said.some(([, member]) => !Array.isArray(member) || member.length > 0) ? Object.fromEntries(said) : undefined;
}
