import type { OfferedTool, Question } from '../answer.ts';
import {
  anything,
  type Complaint,
  choice,
  explain,
  flag,
  list,
  members,
  number,
  part,
  record,
  someText,
  text,
  textOr,
  whole,
} from '../check.ts';
import { type ApiRequest, isMissing, type Problem, textOf } from '../wire.ts';
import { type FormatBody, formatFlaw, schemaOf } from './cohere-format.ts';
import { imageFlaw, mediaOf } from './cohere-images.ts';
import { type Message, type ToolsBody, tool, toolCall, toolsFlaw, turnsFlaw } from './cohere-tools.ts';

interface ChatBody extends ToolsBody, FormatBody {
  model: string;
  messages: Message[];
  stream?: boolean;
  max_tokens?: number;
  stop_sequences?: string[];
  thinking?: { type: string };
}

const RETIRED = ['command', 'command-light', 'command-nightly', 'command-r', 'command-r-plus'];

/** The settings that both versions of the chat endpoint take. */
export const commonRules = {
  stream: flag,
  max_tokens: whole({ least: 1 }),
  temperature: number({ least: 0 }),
  p: number({ least: 0, most: 1 }),
  k: whole({ least: 0, most: 500 }),
  seed: whole({ least: 0 }),
  stop_sequences: list(someText, { most: 5 }),
  frequency_penalty: number({ least: 0, most: 1 }),
  presence_penalty: number({ least: 0, most: 1 }),
  documents: list(anything),
  safety_mode: text,
};

const bodyRule = members(
  {
    ...commonRules,
    model: someText,
    messages: list(
      members(
        {
          role: choice('system', 'user', 'assistant', 'tool'),
          content: textOr(list(part, { least: 1 }), someText),
          tool_calls: list(toolCall),
          tool_plan: text,
          tool_call_id: text,
          citations: list(record),
        },
        ['role'],
      ),
      { least: 1 },
    ),
    thinking: members({ type: choice('enabled', 'disabled'), token_budget: whole({ least: 1 }) }, ['type']),
    response_format: members({ type: choice('text', 'json_object'), json_schema: record }, ['type']),
    citation_options: record,
    tools: list(tool),
    tool_choice: choice('REQUIRED', 'NONE'),
    strict_tools: flag,
    logprobs: flag,
    priority: whole({ least: 0 }),
  },
  ['model', 'messages'],
);

/** What a request asks, or why it is refused. */
export function check({ body }: ApiRequest): Problem | Question {
  const complaint = bodyRule(body, '');
  if (complaint) return refuse(complaint);
  const asked = body as unknown as ChatBody;
  const { model, messages, stream = false, max_tokens, stop_sequences, thinking, tools, tool_choice } = asked;
  const silent = messages.findIndex(({ role, content }) => content === undefined && role !== 'assistant');
  if (silent >= 0) return refuse({ path: `messages.${silent}.content`, kind: 'missing' });
  const flaws = messages.map(({ role, content }) => imageFlaw(role, content));
  const message = toolsFlaw(asked) ?? turnsFlaw(messages) ?? flaws.find(Boolean) ?? formatFlaw(asked, ['tools', 'documents']);
  if (message) return { status: 400, message };
  return (
    modelProblem(model) ?? {
      model,
      turns: messages.map(({ role, content }) => ({ role, text: contentText(content), media: mediaOf(content) })),
      stream,
      maxTokens: max_tokens,
      stop: stop_sequences,
      reasoning: thinking ? thinking.type === 'enabled' : thinks(model),
      tools: tools?.map((offered) => offered.function as OfferedTool),
      toolChoice: tool_choice === undefined ? undefined : tool_choice === 'NONE' ? 'none' : 'required',
      schema: schemaOf(asked),
    }
  );
}

/** The text of a message, that of documents in it too, which is how a tool can give several results. */
function contentText(content: unknown): string {
  const documents = Array.isArray(content)
    ? content.flatMap((part) => (part.type === 'document' ? [part.document?.data] : []))
    : [];
  return (
    textOf(content) + documents.map((data) => (typeof data === 'string' ? data : Object.values(data ?? {}).join(' '))).join('')
  );
}

/** Whether a model thinks before it answers, in blocks of its own. */
export function thinks(model: string): boolean {
  return model.includes('reasoning');
}

/** Unknown fields and wrong types are a 422, bad values a 400. */
export function refuse(complaint: Complaint): Problem {
  const help = 'For proper usage, please refer to https://docs.cohere.com/reference/chat';
  const { path, kind } = complaint;
  // It names the member alone, wherever it is.
  const name = path.split('.').at(-1);
  if (kind === 'unknown') return { status: 422, message: `unknown field: parameter '${name}' is not a valid field. ${help}` };
  if (kind === 'type') return { status: 422, message: `invalid type: parameter ${explain(complaint)}. ${help}` };
  return { status: 400, message: `invalid request: ${explain(complaint)}.` };
}

export function modelProblem(model: string): Problem | undefined {
  if (RETIRED.includes(model)) {
    const list = 'See https://docs.cohere.com/docs/models#command for a list of models you can use instead.';
    return { status: 404, message: `model '${model}' was removed on September 15, 2025. ${list}` };
  }
  if (!isMissing(model)) return undefined;
  const hint = 'make sure the correct model ID was used and that you have access to the model.';
  return { status: 404, message: `model '${model}' not found, ${hint}` };
}
