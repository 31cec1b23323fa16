import type { Question } from '../answer.ts';
import {
  anything,
  type Complaint,
  choice,
  explain,
  flag,
  list,
  members,
  number,
  type Rule,
  record,
  text,
  whole,
} from '../check.ts';
import { type ApiRequest, isMissing, type Problem } from '../wire.ts';

/** The body of `/api/chat` or `/api/generate`, checked. `null` is the same as unset. */
export interface OllamaBody {
  model: string;
  messages?: { role: Question['turns'][number]['role']; content?: string | null }[] | null;
  system?: string | null;
  prompt?: string | null;
  tools?: { function: { name: string; parameters: object } }[] | null;
  options?: { num_predict?: number | null; stop?: string | string[] | null } | null;
  think?: boolean | string | null;
  stream?: boolean | null;
  keep_alive?: string | number | null;
}

const GO_TYPES: Record<string, string> = {
  list: '[]interface {}',
  object: 'map[string]interface {}',
  boolean: 'bool',
  integer: 'int',
};
const LEVELS = ['high', 'medium', 'low', 'max'];

const textOrList: Rule = (value, path) => (typeof value === 'string' ? undefined : list(text)(value, path));
const textOrNumber: Rule = (value, path) => (typeof value === 'number' ? undefined : text(value, path));

const common = {
  model: text,
  stream: flag,
  format: anything,
  keep_alive: textOrNumber,
  options: lenient({
    num_predict: whole(),
    num_ctx: whole(),
    seed: whole(),
    temperature: number(),
    top_p: number(),
    top_k: whole(),
    min_p: number(),
    presence_penalty: number(),
    frequency_penalty: number(),
    repeat_penalty: number(),
    stop: textOrList,
  }),
};

const toolCall = lenient({ id: text, function: lenient({ name: text, arguments: record, index: whole() }, ['name']) }, [
  'function',
]);

const RULES = {
  chat: lenient(
    {
      ...common,
      messages: list(
        lenient(
          {
            role: choice('system', 'user', 'assistant', 'tool'),
            content: text,
            thinking: text,
            images: list(text),
            tool_calls: list(toolCall),
            tool_name: text,
          },
          ['role'],
        ),
      ),
      tools: list(
        lenient(
          { type: text, function: lenient({ name: text, description: text, parameters: record }, ['name', 'parameters']) },
          ['function'],
        ),
      ),
    },
    ['model'],
  ),
  generate: lenient({ ...common, prompt: text, system: text, suffix: text, raw: flag, images: list(text) }, ['model']),
};

/** What a request asks, or why it is refused. */
export function checkAs(endpoint: keyof typeof RULES): (request: ApiRequest) => Problem | Question {
  return ({ body }) => {
    const complaint = RULES[endpoint](body, '');
    if (complaint) return { status: 400, message: words(complaint, endpoint) };
    const asked = body as unknown as OllamaBody;
    const { model, options, think, stream } = asked;
    if (typeof think === 'string' && !LEVELS.includes(think)) {
      const levels = LEVELS.map((level) => `"${level}"`).join(', ');
      return { status: 400, message: `invalid think value: "${think}" (must be ${levels}, true, or false)` };
    }
    if (model === '') return { status: 400, message: 'model is required' };
    if (isMissing(model)) return { status: 404, message: `model '${model}' not found` };
    const { num_predict, stop } = options ?? {};
    return {
      model,
      ...(endpoint === 'chat' ? askedInChat(asked) : askedByPrompt(asked)),
      stream: stream ?? true,
      // Negative: without a limit.
      maxTokens: typeof num_predict === 'number' && num_predict >= 0 ? num_predict : undefined,
      stop: typeof stop === 'string' ? [stop] : (stop ?? undefined),
      reasoning: Boolean(think),
    };
  };
}

// Without messages, or without a prompt, there is nothing to answer: the model is only loaded.
function askedInChat({ messages, tools }: OllamaBody): Pick<Question, 'turns' | 'tools'> {
  return {
    turns: (messages ?? []).map(({ role, content }) => ({ role, text: content ?? '' })),
    tools: tools?.map(({ function: { name, parameters } }) => ({ name, parameters })),
  };
}

function askedByPrompt({ system, prompt }: OllamaBody): Pick<Question, 'turns'> {
  if (!prompt) return { turns: [] };
  return { turns: [...(system ? [{ role: 'system' as const, text: system }] : []), { role: 'user', text: prompt }] };
}

/** An object with these members; others are not looked at, as the real server does not. */
function lenient(shape: Record<string, Rule>, required: readonly string[] = []): Rule {
  const rule = members(shape, required, { nulls: true });
  return (value, path) => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return rule(
      isObject ? Object.fromEntries(Object.entries(value).filter(([name]) => Object.hasOwn(shape, name))) : value,
      path,
    );
  };
}

/** A wrong type in the words of Go's JSON decoder. */
function words(complaint: Complaint, endpoint: keyof typeof RULES): string {
  const { path, kind } = complaint;
  if (kind !== 'type') return explain(complaint);
  const { given, expected } = complaint;
  const struct = endpoint === 'chat' ? 'ChatRequest' : 'GenerateRequest';
  const place =
    path === '' ? `value of type api.${struct}` : `struct field ${struct}.${path} of type ${GO_TYPES[expected] ?? expected}`;
  return `json: cannot unmarshal ${given === 'list' ? 'array' : given} into Go ${place}`;
}
