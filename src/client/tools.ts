import { didYouMean } from '../config/nearest.ts';
import type { JsonObject, Tool, ToolChoice, ToolDefinition } from '../message.ts';
import { isObject } from './merge.ts';
import { readObjectSchema } from './schema.ts';

/** No API takes more than this. Those that take less say so. */
const NAME = /^[\w.:-]{1,128}$/;

const MODES = ['auto', 'none', 'required'];

/** The parameters of a tool that has none. */
const NONE: JsonObject = Object.freeze({ type: 'object', properties: {} });

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
    problems.push(`${at}.${key}: is not known${didYouMean(key, MEMBERS, ` (a tool has ${MEMBERS.join(', ')})`)}`);
  }
  const schema = parameters === undefined ? NONE : readObjectSchema(parameters, `${at}.parameters`, problems);
  return { name: isName ? name : '', description, parameters: schema ?? {} };
}

function checkChoice(choice: unknown, names: readonly string[]): string[] {
  const isName = isObject(choice) && typeof choice.name === 'string' && Object.keys(choice).length === 1;
  if (!isName && !MODES.includes(choice as string)) return ['toolChoice: must be auto, none, required or { name }'];
  // A list of tools may turn out empty; what need not choose can do without.
  if (names.length === 0) return choice === 'auto' || choice === 'none' ? [] : ['toolChoice: needs tools to choose from'];
  if (!isName || names.includes(choice.name as string)) return [];
  return [`toolChoice.name: there is no tool "${choice.name}" among them (${names.join(', ')})`];
}
