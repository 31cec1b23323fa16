import type { Question } from '../answer.ts';
import { choice, flag, like, list, number, type Rule, record, text, textOr, whole } from '../check.ts';
import { type ApiRequest, isMissing, type Problem } from '../wire.ts';
import { lenient, textOrNumber, wordsOf } from './ollama-words.ts';

/** The body of `/api/chat` or `/api/generate`, checked. `null` is the same as unset. */
export interface OllamaBody {
  model: string;
  messages?: { role: Question['turns'][number]['role']; content?: string | null; images?: string[] | null }[] | null;
  system?: string | null;
  prompt?: string | null;
  images?: string[] | null;
  raw?: boolean | null;
  format?: object | string | null;
  tools?: { function: { name: string; parameters: object } }[] | null;
  options?: { num_predict?: number | null; stop?: string | string[] | null } | null;
  think?: boolean | string | null;
  stream?: boolean | null;
  keep_alive?: string | number | null;
}

const LEVELS = ['high', 'medium', 'low', 'max'];

const textOrList: Rule = (value, path) => (typeof value === 'string' ? undefined : list(text)(value, path));
const image = like(/^[A-Za-z0-9+/]+={0,2}$/);

const common = {
  model: text,
  stream: flag,
  format: textOr(record),
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
            images: list(image),
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
  generate: lenient({ ...common, prompt: text, system: text, suffix: text, raw: flag, images: list(image) }, ['model']),
};

/** What a request asks, or why it is refused. */
export function checkAs(endpoint: 'chat' | 'generate'): (request: ApiRequest) => Problem | Question {
  const struct = endpoint === 'chat' ? 'ChatRequest' : 'GenerateRequest';
  return ({ body }) => {
    const complaint = RULES[endpoint](body, '');
    const asked = body as unknown as OllamaBody;
    const problem = complaint ? { status: 400, message: wordsOf(complaint, struct) } : problemOf(asked);
    if (problem) return problem;
    const { model, options, think, stream, format } = asked;
    const { num_predict, stop } = options ?? {};
    return {
      model,
      ...(endpoint === 'chat' ? askedInChat(asked) : askedByPrompt(asked)),
      stream: stream ?? true,
      // Negative: without a limit.
      maxTokens: typeof num_predict === 'number' && num_predict >= 0 ? num_predict : undefined,
      stop: typeof stop === 'string' ? [stop] : (stop ?? undefined),
      reasoning: Boolean(think),
      schema: format === 'json' || format || undefined,
    };
  };
}

/** What a well-formed request breaks. */
function problemOf({ model, think, format, raw, system }: OllamaBody): Problem | undefined {
  if (typeof think === 'string' && !LEVELS.includes(think)) {
    const levels = LEVELS.map((level) => `"${level}"`).join(', ');
    return { status: 400, message: `invalid think value: "${think}" (must be ${levels}, true, or false)` };
  }
  if (typeof format === 'string' && !['', 'json'].includes(format))
    return { status: 400, message: `invalid format: "${format}"; expected "json" or a valid JSON Schema object` };
  if (raw && system) return { status: 400, message: 'raw mode does not support template, system, or context' };
  if (model === '') return { status: 400, message: 'model is required' };
  return isMissing(model) ? { status: 404, message: `model '${model}' not found` } : undefined;
}

// Without messages, or without a prompt, there is nothing to answer: the model is only loaded.
function askedInChat({ messages, tools }: OllamaBody): Pick<Question, 'turns' | 'tools'> {
  return {
    turns: (messages ?? []).map(({ role, content, images }) => ({ role, text: content ?? '', media: images ?? [] })),
    tools: tools?.map(({ function: { name, parameters } }) => ({ name, parameters })),
  };
}

function askedByPrompt({ system, prompt, images }: OllamaBody): Pick<Question, 'turns'> {
  if (!prompt) return { turns: [] };
  return {
    turns: [...(system ? [{ role: 'system' as const, text: system }] : []), { role: 'user', text: prompt, media: images ?? [] }],
  };
}
