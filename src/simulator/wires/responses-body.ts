import {
  anything,
  choice,
  flag,
  like,
  list,
  members,
  number,
  type Rule,
  record,
  someText,
  text,
  textOr,
  whole,
} from '../check.ts';

/** One entry of the input of a body that has passed the rules: a message unless its type says otherwise. */
export interface InputItem {
  type?: 'message' | 'function_call' | 'function_call_output' | 'reasoning' | null;
  role?: 'user' | 'assistant' | 'system' | 'developer';
  content?: string | ContentPart[] | null;
  id?: string | null;
  call_id?: string;
  output?: string | ContentPart[];
  summary?: { text: string }[];
  encrypted_content?: string | null;
}

/** A piece of what is said. */
export interface ContentPart {
  type: string;
  text?: string;
  image_url?: string | null;
  file_url?: string | null;
  file_data?: string | null;
}

/** A body that has passed the rules. */
export interface ResponsesBody {
  model: string;
  input: string | InputItem[];
  instructions?: string | null;
  stream?: boolean | null;
  store?: boolean | null;
  include?: string[] | null;
  max_output_tokens?: number | null;
  reasoning?: { effort?: string | null; summary?: string | null } | null;
  text?: { format?: { type: string; schema?: unknown; strict?: boolean | null } | null } | null;
  tools?: { type: string; name: string; parameters?: unknown }[] | null;
  tool_choice?: 'auto' | 'none' | 'required' | { name: string } | null;
  parallel_tool_calls?: boolean | null;
}

const nulls = { nulls: true };
const status = choice('in_progress', 'completed', 'incomplete');

const PARTS: Readonly<Record<string, Rule>> = {
  input_text: members({ type: text, text }, ['text']),
  output_text: members({ type: text, text, annotations: list(record), logprobs: list(record) }, ['text'], nulls),
  refusal: members({ type: text, refusal: text }, ['refusal']),
  input_image: members({ type: text, image_url: text, file_id: text, detail: choice('low', 'high', 'auto') }, [], nulls),
  input_file: members({ type: text, file_id: text, filename: text, file_url: text, file_data: text }, [], nulls),
};

const ITEMS: Readonly<Record<string, Rule>> = {
  message: members(
    {
      type: text,
      role: choice('user', 'assistant', 'system', 'developer'),
      content: textOr(list(byType(PARTS))),
      id: like(/^msg_/),
      status,
      phase: text,
    },
    ['role', 'content'],
    nulls,
  ),
  function_call: members(
    { type: text, id: like(/^fc_/), call_id: someText, name: someText, arguments: text, status },
    ['call_id', 'name', 'arguments'],
    nulls,
  ),
  function_call_output: members(
    { type: text, id: text, call_id: someText, output: textOr(list(byType(PARTS))), status },
    ['call_id', 'output'],
    nulls,
  ),
  reasoning: members(
    {
      type: text,
      id: like(/^rs_/),
      summary: list(members({ type: choice('summary_text'), text }, ['type', 'text'])),
      content: list(record),
      encrypted_content: text,
      status,
    },
    ['summary'],
    nulls,
  ),
};

const format: Rule = byType({
  text: anything,
  json_object: members({ type: text }),
  json_schema: members(
    { type: text, name: like(/^[a-zA-Z0-9_-]{1,64}$/), description: text, schema: record, strict: flag },
    ['name', 'schema'],
    nulls,
  ),
});

const tool = members(
  { type: choice('function'), name: like(/^[a-zA-Z0-9_-]{1,64}$/), description: text, parameters: record, strict: flag },
  ['type', 'name', 'parameters'],
  nulls,
);

/** The rules of a [request](https://platform.openai.com/docs/api-reference/responses/create). */
export const bodyRule: Rule = members(
  {
    model: someText,
    input: textOr(list(item, { least: 1 })),
    instructions: text,
    stream: flag,
    stream_options: members({ include_obfuscation: flag }, [], nulls),
    store: flag,
    background: flag,
    include: list(choice('reasoning.encrypted_content', 'message.output_text.logprobs', 'file_search_call.results')),
    max_output_tokens: whole({ least: 1 }),
    max_tool_calls: whole({ least: 1 }),
    temperature: number({ least: 0, most: 2 }),
    top_p: number({ least: 0, most: 1 }),
    top_logprobs: whole({ least: 0, most: 20 }),
    reasoning: members(
      {
        effort: choice('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'),
        summary: choice('auto', 'concise', 'detailed'),
      },
      [],
      nulls,
    ),
    text: members({ format, verbosity: choice('low', 'medium', 'high') }, [], nulls),
    tools: list(tool),
    tool_choice: textOr(members({ type: choice('function'), name: text }, ['type', 'name']), choice('none', 'auto', 'required')),
    parallel_tool_calls: flag,
    truncation: choice('auto', 'disabled'),
    metadata: record,
    user: text,
    safety_identifier: text,
    prompt_cache_key: text,
    service_tier: choice('auto', 'default', 'flex', 'priority'),
  },
  ['model', 'input'],
  nulls,
);

/** A message need not say that it is one. */
function item(value: unknown, path: string): ReturnType<Rule> {
  const given = (value ?? {}) as { type?: unknown; role?: unknown };
  return byType(ITEMS)(given.type === undefined && given.role !== undefined ? { ...given, type: 'message' } : value, path);
}

/** The rule of an object that its `type` names. */
function byType(rules: Readonly<Record<string, Rule>>): Rule {
  const types = Object.keys(rules);
  return (value, path) => {
    const { type } = (value ?? {}) as { type?: unknown };
    const rule = typeof type === 'string' && Object.hasOwn(rules, type) ? rules[type] : undefined;
    return record(value, path) ?? (rule ? rule(value, path) : choice(...types)(type, `${path}.type`));
  };
}
