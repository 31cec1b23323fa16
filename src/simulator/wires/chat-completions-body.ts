import type { Turn } from '../answer.ts';
import {
  anything,
  choice,
  flag,
  like,
  list,
  members,
  number,
  part,
  type Rule,
  record,
  someText,
  text,
  textOr,
  whole,
} from '../check.ts';
import { responseFormat } from './chat-completions-format.ts';

/** A message of a body that has passed the rules. */
export interface ChatMessage {
  role: Turn['role'] | 'developer';
  content?: unknown;
  tool_calls?: { id: string }[] | null;
  tool_call_id?: string | null;
  reasoning_content?: string | null;
}

/** A body that has passed the rules. */
export interface ChatBody {
  model: string;
  messages: ChatMessage[];
  stream?: boolean | null;
  stream_options?: { include_usage?: boolean | null } | null;
  max_tokens?: number | null;
  max_completion_tokens?: number | null;
  stop?: string | string[] | null;
  tools?: { function: { name: string; parameters?: unknown } }[] | null;
  tool_choice?: 'auto' | 'none' | 'required' | { function: { name: string } } | null;
  parallel_tool_calls?: boolean | null;
  reasoning_effort?: string | null;
  response_format?: {
    type: 'text' | 'json_object' | 'json_schema';
    json_schema?: { name: string; schema?: unknown; strict?: boolean | null } | null;
  } | null;
  thinking?: { type: string } | null;
  enable_thinking?: boolean | null;
  thinking_budget?: number | null;
}

const nulls = { nulls: true };
const toolCall = members(
  {
    id: text,
    index: whole(),
    type: choice('function'),
    function: members({ name: text, arguments: text }, ['name', 'arguments']),
    extra_content: record,
  },
  ['id', 'type', 'function'],
  nulls,
);
const message = members(
  {
    role: choice('system', 'developer', 'user', 'assistant', 'tool'),
    content: textOr(list(part)),
    name: text,
    tool_calls: list(toolCall, { least: 1 }),
    tool_call_id: text,
    refusal: text,
    annotations: list(record),
    reasoning: text,
    reasoning_content: text,
    reasoning_details: list(record),
  },
  ['role'],
  nulls,
);
const tool = members(
  {
    type: choice('function'),
    function: members(
      { name: like(/^[a-zA-Z0-9_-]{1,64}$/), description: text, parameters: record, strict: flag },
      ['name'],
      nulls,
    ),
  },
  ['type', 'function'],
  nulls,
);
const namedTool = members({ type: choice('function'), function: members({ name: text }, ['name']) }, ['type', 'function']);
const common: Readonly<Record<string, Rule>> = {
  model: someText,
  messages: list(message, { least: 1 }),
  stream: flag,
  stream_options: members({ include_usage: flag, include_obfuscation: flag }, [], nulls),
  max_tokens: whole({ least: 1 }),
  max_completion_tokens: whole({ least: 1 }),
  temperature: number({ least: 0, most: 2 }),
  top_p: number({ least: 0, most: 1 }),
  n: whole({ least: 1 }),
  stop: textOr(list(text, { most: 4 })),
  seed: whole(),
  presence_penalty: number({ least: -2, most: 2 }),
  frequency_penalty: number({ least: -2, most: 2 }),
  reasoning_effort: choice('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'),
  response_format: responseFormat,
  tools: list(tool, { least: 1 }),
  tool_choice: textOr(namedTool, choice('none', 'auto', 'required')),
  parallel_tool_calls: flag,
  logprobs: flag,
  top_logprobs: whole({ least: 0, most: 20 }),
  logit_bias: anything,
  user: text,
};

/** The rules of a body: with the API's own members, or with its own rules for the common ones. */
export function bodyRule(own: Readonly<Record<string, Rule>> = {}): Rule {
  return members({ ...common, ...own }, ['model', 'messages'], nulls);
}
