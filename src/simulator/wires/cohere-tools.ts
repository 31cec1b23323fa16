import type { Turn } from '../answer.ts';
import { choice, members, record, text } from '../check.ts';

/** A message as it was sent. */
export interface Message {
  role: Turn['role'];
  content?: unknown;
  tool_calls?: { id: string }[];
  tool_call_id?: string;
}

/** What a body says of tools. */
export interface ToolsBody {
  tools?: { function: { name?: string; parameters?: { type?: unknown } } }[];
  tool_choice?: string;
}

export const NAMELESS = 'invalid request: all elements in tools must have a name.';

export const tool = members(
  { type: choice('function'), function: members({ name: text, description: text, parameters: record }) },
  ['type', 'function'],
);

export const toolCall = members(
  { id: text, type: text, function: members({ name: text, arguments: text }, ['name', 'arguments']) },
  ['id', 'type', 'function'],
);

/** Why tools and the choice among them are refused. */
export function toolsFlaw({ tools = [], tool_choice }: ToolsBody): string | undefined {
  if (tools.some((offered) => !offered.function.name)) return NAMELESS;
  const isNone = tools.some(({ function: { parameters } }) => parameters && parameters.type !== 'object');
  if (isNone) return 'schema must be an object';
  return tool_choice && tools.length === 0 ? 'invalid request: tool_choice needs tools.' : undefined;
}

/** Each call must have a result, and each result a call, right behind the message that makes the calls. */
export function turnsFlaw(messages: readonly Message[]): string | undefined {
  const used = new Set<string>();
  let open: string[] = [];
  for (const { role, tool_calls = [], tool_call_id } of [
    ...messages,
    { role: undefined, tool_call_id: undefined },
  ] as Message[]) {
    if (role === 'tool') {
      if (tool_call_id === undefined) return 'tool call id must be provided with tool message';
      if (!open.includes(tool_call_id)) return 'tool call id not found in previous tool calls';
      open = open.filter((id) => id !== tool_call_id);
      continue;
    }
    if (open.length > 0) {
      const rule = "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.";
      return `invalid request: ${rule} The following tool_call_ids did not have response messages: ${open.join(', ')}`;
    }
    open = tool_calls.map(({ id }) => id);
    if (open.some((id) => used.has(id)) || new Set(open).size < open.length) return 'cannot have duplicate tool ids';
    for (const id of open) used.add(id);
  }
  return undefined;
}
