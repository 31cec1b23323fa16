import type { ToolChoice } from '../../message.ts';
import type { OfferedTool } from '../answer.ts';
import { choice, flag, like, list, members, type Rule, record, text } from '../check.ts';
import { isThinking, type ModelBody } from './anthropic-models.ts';

/** What a body says of tools. */
export interface ToolsBody extends ModelBody {
  tools?: { type?: string; name: string; input_schema?: unknown }[];
}

const inputSchema: Rule = (value, path) => {
  const { type } = (value ?? {}) as { type?: unknown };
  return record(value, path) ?? members({ type: choice('object') }, ['type'])({ type }, path);
};

const customTool = members(
  {
    type: choice('custom'),
    name: like(/^[a-zA-Z0-9_-]{1,128}$/),
    description: text,
    input_schema: inputSchema,
    cache_control: record,
    strict: flag,
    defer_loading: flag,
    eager_input_streaming: flag,
    allowed_callers: list(text),
    input_examples: list(record),
  },
  ['name', 'input_schema'],
);

/** A tool of the caller's is of the type `custom`, said or not. Those of any other type are the provider's. */
const tool: Rule = (value, path) =>
  record(value, path) ?? (isCustom(value as object) ? customTool(value, `${path}.custom`) : undefined);

/** The members of a body that are about tools. */
export const toolRules: Record<string, Rule> = {
  tools: list(tool),
  tool_choice: members({ type: choice('auto', 'any', 'none', 'tool'), name: text, disable_parallel_tool_use: flag }, ['type']),
};

/** Why tools, the choice among them and thinking do not go together. */
export function toolsFlaw({ tools = [], tool_choice, thinking }: ToolsBody): string | undefined {
  const names = tools.map(({ name }) => name);
  if (new Set(names).size < names.length) return 'tools: Tool names must be unique.';
  if (!tool_choice) return undefined;
  const { type, name } = tool_choice;
  if (tools.length === 0) return '`tool_choice` may only be specified while providing `tools`.';
  if (type === 'tool' && name === undefined) return 'tool_choice.tool.name: Field required';
  if (type === 'tool' && !names.includes(name as string)) return `Tool '${name}' not found in provided tools`;
  const isForced = type === 'any' || type === 'tool';
  return isForced && isThinking({ thinking }) ? 'Thinking may not be enabled when tool_choice forces tool use.' : undefined;
}

/** The tools that an answer may call: those that the provider runs itself are none of them. */
export function offeredTools({ tools }: ToolsBody): OfferedTool[] | undefined {
  return tools?.filter(isCustom).map(({ name, input_schema }) => ({ name, parameters: input_schema }));
}

export function toolChoiceOf({ tool_choice }: ToolsBody): ToolChoice | undefined {
  if (tool_choice?.type === 'any') return 'required';
  return tool_choice?.type === 'tool' ? { name: tool_choice.name ?? '' } : tool_choice?.type;
}

function isCustom({ type = 'custom' }: { type?: string }): boolean {
  return type === 'custom';
}
