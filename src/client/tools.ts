import { validateJsonSchema } from '../config/generated/validators.js';
import { nearest } from '../config/nearest.ts';
import type { JsonObject, Tool, ToolChoice, ToolDefinition } from '../message.ts';
import type { StandardSchema } from '../standard-schema.ts';
import { isObject } from './merge.ts';
import { isJson } from './validate.ts';

/** No API takes more than this. Those that take less say so. */
const NAME = /^[\w.:-]{1,128}$/;

const MODES = ['auto', 'none', 'required'];

const MEMBERS = ['name', 'description', 'parameters'];

/** A request's tools, ready for a wire, and what is wrong with them or with the choice among them. */
export function readTools(
  tools: readonly Tool[] | undefined,
  toolChoice: ToolChoice | undefined,
  toolNames?: RegExp,
): { tools?: readonly ToolDefinition[]; problems: string[] } {
  if (tools !== undefined && !Array.isArray(tools)) return { problems: ['tools: must be a list of tools'] };
  const problems: string[] = [];
  const read = Array.from(tools ?? [], (tool, index) => readTool(tool, `tools[${index}]`, problems));
  const names = new Set<string>();
  for (const [index, { name }] of read.entries()) {
    if (name !== '' && names.has(name)) problems.push(`tools[${index}].name: "${name}" is the name of an earlier tool`);
    names.add(name);
    if (name !== '' && toolNames && name.search(toolNames) < 0)
      problems.push(`tools[${index}].name: "${name}" is not taken by this API, whose names fit ${toolNames}`);
  }
  if (toolChoice !== undefined) problems.push(...checkChoice(toolChoice, [...names]));
  return read.length > 0 ? { tools: read, problems } : { problems };
}

/** Without a name where the given one is none. */
function readTool(tool: unknown, at: string, problems: string[]): ToolDefinition {
  if (!isObject(tool)) {
    problems.push(`${at}: must be an object with ${MEMBERS.join(', ')}`);
    return { name: '', parameters: {} };
  }
  const { name, description, parameters, ...unknown } = tool as Partial<Tool>;
  const isName = typeof name === 'string' && NAME.test(name);
  if (name === undefined) problems.push(`${at}.name: is missing`);
  else if (!isName) problems.push(`${at}.name: must be at most 128 letters, digits, "_", "-", "." or ":"`);
  if (description !== undefined && typeof description !== 'string') problems.push(`${at}.description: must be a string`);
  for (const key of Object.keys(unknown)) {
    const near = nearest(key, MEMBERS);
    problems.push(`${at}.${key}: is not known${near ? `; did you mean "${near}"?` : ` (a tool has ${MEMBERS.join(', ')})`}`);
  }
  return { name: isName ? name : '', description, parameters: readParameters(parameters, `${at}.parameters`, problems) };
}

/** A schema is read once, as that costs as much as all the rest of a call; it is not meant to change between calls. */
const READ = new WeakMap<object, JsonObject>();

/** A schema without a type is made one of an object: some APIs refuse it otherwise. */
function readParameters(given: Tool['parameters'], at: string, problems: string[]): JsonObject {
  if (given === undefined) return { type: 'object', properties: {} };
  const known = isHolder(given) ? READ.get(given) : undefined;
  if (known) return known;
  let schema: unknown = given;
  try {
    if (isStandardSchema(given)) schema = jsonSchemaOf(given);
  } catch (error) {
    problems.push(`${at}: ${(error as Error | undefined)?.message ?? 'can not be turned into JSON Schema'}`);
    return {};
  }
  const wrong = flawOf(schema);
  if (wrong !== undefined) {
    problems.push(`${at}${wrong}`);
    return {};
  }
  const parameters = (schema as JsonObject).type ? (schema as JsonObject) : { ...(schema as JsonObject), type: 'object' };
  READ.set(given, parameters);
  return parameters;
}

/** What a schema of an object is made of. One that has members, but none of these, is a list of properties by mistake. */
const KEYWORDS =
  /^(\$\w+|type|properties|patternProperties|additionalProperties|propertyNames|required|(min|max)Properties|(all|any|one)Of|not|if|then|else|dependen\w+|unevaluatedProperties|definitions|title|description|examples?|default)$/;

function flawOf(schema: unknown): string | undefined {
  if (!isObject(schema)) return ': must be JSON Schema of an object';
  const members = Object.keys(schema);
  if (members.length > 0 && !members.some((key) => KEYWORDS.test(key)))
    return ': is no JSON Schema; write { type: "object", properties: { ... } } round it';
  if (!isJson(schema)) return ': must be JSON: no cycle, function, symbol, BigInt or NaN';
  if (schema.type !== undefined && schema.type !== 'object')
    return `.type: must be "object", as arguments have names (given: ${JSON.stringify(schema.type)})`;
  try {
    if (validateJsonSchema(schema)) return undefined;
  } catch {
    // The check goes down with the schema, and the stack has an end.
    return ': is nested too deep';
  }
  const [{ instancePath = '', message = '' } = {}] = validateJsonSchema.errors ?? [];
  return `${instancePath.replaceAll('/', '.')}: is no JSON Schema: ${message}`;
}

function checkChoice(choice: unknown, names: readonly string[]): string[] {
  const isName = isObject(choice) && typeof choice.name === 'string' && Object.keys(choice).length === 1;
  if (!isName && !MODES.includes(choice as string)) return ['toolChoice: must be auto, none, required or { name }'];
  // A list of tools may turn out empty; what need not choose can do without.
  if (names.length === 0) return choice === 'auto' || choice === 'none' ? [] : ['toolChoice: needs tools to choose from'];
  if (!isName || names.includes(choice.name as string)) return [];
  return [`toolChoice.name: there is no tool "${choice.name}" among them (${names.join(', ')})`];
}

/** Whether a schema is an object of a schema library; some of those are functions. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  return isHolder(value) && isObject((value as Partial<StandardSchema>)['~standard']);
}

function isHolder(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** The JSON Schema of what a library's schema takes. @throws {TypeError} saying what to do, where it tells none. */
function jsonSchemaOf(schema: StandardSchema): JsonObject {
  const { vendor, jsonSchema } = schema['~standard'];
  if (!jsonSchema) throw new TypeError(`this ${vendor} schema tells no JSON Schema: convert it first, or update ${vendor}`);
  const told: unknown = jsonSchema.input({ target: 'draft-07' });
  if (!isObject(told) || typeof told.then === 'function')
    throw new TypeError(`this ${vendor} schema tells what is no JSON Schema`);
  const { $schema: _dialect, ...parameters } = told;
  return parameters;
}
