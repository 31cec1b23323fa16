import { validateJsonSchema } from '../config/generated/validators.js';
import { nearest } from '../config/nearest.ts';
import type { JsonObject, Tool, ToolChoice, ToolDefinition } from '../message.ts';
import type { StandardSchema } from '../standard-schema.ts';
import { isObject } from './merge.ts';
import { isJson } from './validate.ts';

/** What every API takes: the strictest of them knows no more. */
const NAME = /^[\w.:-]{1,128}$/;

const MODES = ['auto', 'none', 'required'];

/** A request's tools, ready for a wire, and what is wrong with them or with the choice among them. */
export function readTools(
  tools: readonly Tool[] | undefined,
  toolChoice: ToolChoice | undefined,
): { tools?: readonly ToolDefinition[]; problems: string[] } {
  if (tools !== undefined && !Array.isArray(tools)) return { problems: ['tools: must be a list of tools'] };
  const problems: string[] = [];
  const read = Array.from(tools ?? [], (tool, index) => readTool(tool, `tools[${index}]`, problems));
  const names = read.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index) problems.push(`tools[${index}].name: "${name}" is the name of an earlier tool`);
  }
  if (toolChoice !== undefined) problems.push(...checkChoice(toolChoice, names));
  return read.length > 0 ? { tools: read, problems } : { problems };
}

function readTool(tool: unknown, at: string, problems: string[]): ToolDefinition {
  const { name, description, parameters, ...unknown } = (isObject(tool) ? tool : {}) as Partial<Tool>;
  if (!isObject(tool)) problems.push(`${at}: must be an object with name, description and parameters`);
  else if (typeof name !== 'string' || !NAME.test(name))
    problems.push(`${at}.name: must be at most 128 letters, digits, "_", "-", "." or ":"`);
  for (const key of Object.keys(unknown)) {
    const near = nearest(key, ['name', 'description', 'parameters']);
    problems.push(`${at}.${key}: is not known${near ? `; did you mean "${near}"?` : ''}`);
  }
  if (description !== undefined && typeof description !== 'string') problems.push(`${at}.description: must be a string`);
  return { name: name ?? '', description, parameters: readParameters(parameters, `${at}.parameters`, problems) };
}

/** A schema without a type is made one of an object: some APIs refuse it otherwise. */
function readParameters(given: Tool['parameters'], at: string, problems: string[]): JsonObject {
  if (given === undefined) return { type: 'object', properties: {} };
  let schema: unknown = given;
  try {
    if (isStandardSchema(given)) schema = jsonSchemaOf(given);
  } catch (error) {
    problems.push(`${at}: ${error instanceof Error ? error.message : 'can not be turned into JSON Schema'}`);
    return {};
  }
  const wrong = flawOf(schema);
  if (wrong) problems.push(`${at}${wrong}`);
  return isObject(schema) ? { type: 'object', ...schema } : {};
}

function flawOf(schema: unknown): string | undefined {
  if (!isObject(schema)) return ': must be JSON Schema of an object';
  if (!isJson(schema)) return ': must be JSON: no cycle, function, symbol or BigInt';
  if (schema.type !== undefined && schema.type !== 'object')
    return `.type: must be "object", as arguments have names (given: ${JSON.stringify(schema.type)})`;
  if (validateJsonSchema(schema)) return undefined;
  const [{ instancePath = '', message = '' } = {}] = validateJsonSchema.errors ?? [];
  return `${instancePath.replaceAll('/', '.')}: is no JSON Schema: ${message}`;
}

function checkChoice(choice: unknown, names: readonly string[]): string[] {
  const isName = isObject(choice) && typeof choice.name === 'string' && Object.keys(choice).length === 1;
  if (!isName && !MODES.includes(choice as string)) return ['toolChoice: must be auto, none, required or { name }'];
  if (names.length === 0) return ['toolChoice: needs tools to choose from'];
  if (!isName || names.includes(choice.name as string)) return [];
  return [`toolChoice.name: there is no tool "${choice.name}" among them (${names.join(', ')})`];
}

/** Whether a schema is an object of a schema library; some of those are functions. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  const isHolder = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isHolder && isObject((value as Partial<StandardSchema>)['~standard']);
}

/** The JSON Schema of what a library's schema takes. @throws {TypeError} saying what to do, where it tells none. */
function jsonSchemaOf(schema: StandardSchema): JsonObject {
  const { vendor, jsonSchema } = schema['~standard'];
  if (!jsonSchema) throw new TypeError(`this ${vendor} schema tells no JSON Schema: convert it first, or update ${vendor}`);
  const { $schema: _dialect, ...told } = jsonSchema.input({ target: 'draft-07' });
  return told as JsonObject;
}
