import type { AnswerFormat, Json, JsonObject, ToolChoice, ToolDefinition } from '../message.ts';
import { isObject } from './merge.ts';
import type { AskedFormat } from './response-format.ts';
import { ofObject } from './schema.ts';

/** The tools of a request, and the choice among them. */
interface Offer {
  tools?: readonly ToolDefinition[] | undefined;
  toolChoice?: ToolChoice | undefined;
}

/** The name of the tool that an answer is asked for by, if it is. */
export function answerToolName(asked: AskedFormat | undefined): string | undefined {
  if (!asked?.byTool) return undefined;
  return asked.format.type === 'json' ? 'json' : asked.format.name;
}

/**
 * The tools with the one that the answer is asked for by, if it is. The model is made to call it; beside tools of the caller's it is
 * made to call one of them or this.
 */
export function offerAnswerTool(
  asked: AskedFormat | undefined,
  offer: Offer,
  toolNames?: RegExp,
): Offer & { problems: string[] } {
  const name = answerToolName(asked);
  if (!asked || name === undefined) return { ...offer, problems: [] };
  const { format } = asked;
  const tool = toolOf(format, name);
  const problems = flawsOf(format, name, offer, toolNames);
  const { tools, toolChoice } = offer;
  if (!tools || toolChoice === 'none') return { tools: [tool], toolChoice: { name }, problems };
  return { tools: [...tools, tool], toolChoice: 'required', problems };
}

function toolOf(format: AnswerFormat, name: string): ToolDefinition {
  const description = 'Gives the answer to the user.';
  if (format.type === 'json') return { name, description, parameters: { type: 'object' } };
  return { name, description: format.description ?? description, parameters: ofObject(format.schema) };
}

function flawsOf(format: AnswerFormat, name: string, { tools = [], toolChoice = 'auto' }: Offer, toolNames?: RegExp): string[] {
  const at = format.type === 'json' ? 'responseFormat' : 'responseFormat.name';
  const why = 'this API gives the answer by a tool';
  const problems: string[] = [];
  if (tools.some((tool) => tool.name === name)) problems.push(`${at}: a tool is called "${name}" too, and ${why} of that name`);
  if (toolNames && name.search(toolNames) < 0)
    problems.push(`${at}: ${why} of the name "${name}", and the names that it takes fit ${toolNames}`);
  if (toolChoice !== 'auto' && toolChoice !== 'none')
    problems.push(`toolChoice: must be auto or none beside responseFormat, as ${why}, so that no other can be demanded`);
  if (format.type === 'json_schema' && !canBeOfObject(format.schema))
    problems.push(`responseFormat.schema: must be of an object, as ${why}; make it the property of one`);
  return problems;
}

/** Arguments have names. A schema that says nothing of its type is taken for one of an object, unless what it says is of something else. */
function canBeOfObject({ type, enum: choices, const: only, items, anyOf, oneOf }: JsonObject): boolean {
  if (type !== undefined) return type === 'object';
  if (choices !== undefined || only !== undefined || items !== undefined) return false;
  return [anyOf, oneOf].flatMap(listOf).every((one) => !isObject(one) || canBeOfObject(one));
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
