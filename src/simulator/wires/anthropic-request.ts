import { digest, type Question } from '../answer.ts';
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
import { offeredTools, type ToolsBody, toolChoiceOf, toolRules, toolsFlaw } from './anthropic-tools.ts';
import { type AskedMessage, type Block, block, turnsFlaw, turnsOf } from './anthropic-turns.ts';

interface MessagesBody extends ToolsBody {
  model: string;
  max_tokens: number;
  messages: AskedMessage[];
  system?: string | Block[];
  stop_sequences?: string[];
  stream?: boolean;
  thinking?: { type: string; budget_tokens?: number };
}

const RETIRED = ['claude-3-sonnet-20240229', 'claude-3-opus-20240229', 'claude-2.1', 'claude-instant-1.2'];

const bodyRule = members(
  {
    model: someText,
    max_tokens: whole({ least: 1 }),
    messages: list(members({ role: choice('user', 'assistant'), content: textOr(list(block)) }, ['role', 'content']), {
      least: 1,
    }),
    system: textOr(list(part)),
    metadata: members({ user_id: text }),
    stop_sequences: list(someText),
    stream: flag,
    temperature: number({ least: 0, most: 1 }),
    top_p: number({ least: 0, most: 1 }),
    top_k: whole({ least: 0 }),
    thinking: members({ type: choice('enabled', 'disabled', 'adaptive'), budget_tokens: whole({ least: 1024 }), display: text }, [
      'type',
    ]),
    output_config: record,
    output_format: record,
    ...toolRules,
    service_tier: choice('auto', 'standard_only'),
    cache_control: record,
    container: anything,
    context_management: record,
    mcp_servers: list(record),
    inference_geo: text,
  },
  ['model', 'max_tokens', 'messages'],
);

/** What a request to the Messages API asks, or why it is refused. */
export function check({ headers, body }: ApiRequest): Problem | Question {
  const refuse = (message: string): Problem => ({ status: 400, message });
  if (!headers['anthropic-version']) return refuse('anthropic-version: header is required');
  const complaint = bodyRule(body, '');
  if (complaint) return refuse(words(complaint));
  const asked = body as unknown as MessagesBody;
  const flaw = flawOf(asked) ?? toolsFlaw(asked) ?? turnsFlaw(asked.messages);
  if (flaw) return refuse(flaw);
  const { model, max_tokens, messages, system, stop_sequences, stream = false, thinking } = asked;
  if (isMissing(model) || RETIRED.includes(model)) return { status: 404, message: `model: ${model}` };
  return {
    model,
    turns: [...(system === undefined ? [] : [{ role: 'system' as const, text: textOf(system) }]), ...messages.flatMap(turnsOf)],
    stream,
    maxTokens: max_tokens,
    stop: stop_sequences,
    reasoning: thinking !== undefined && thinking.type !== 'disabled',
    tools: offeredTools(asked),
    toolChoice: toolChoiceOf(asked),
    parallelCalls: !asked.tool_choice?.disable_parallel_tool_use,
  };
}

function flawOf({ messages, max_tokens, thinking }: MessagesBody): string | undefined {
  if (messages[0]?.role !== 'user') return 'messages: first message must use the "user" role';
  for (const [index, { role, content }] of messages.entries()) {
    const mayBeEmpty = role === 'assistant' && index === messages.length - 1;
    if (content.length === 0 && !mayBeEmpty) {
      return `messages.${index}: all messages must have non-empty content except for the optional final assistant message`;
    }
    const flawed = typeof content === 'string' ? -1 : content.findIndex((part) => part.type === 'text' && !part.text);
    if (flawed >= 0) return 'messages: text content blocks must be non-empty';
    const forged = typeof content === 'string' ? -1 : content.findIndex(isForged);
    if (forged >= 0) return `messages.${index}.content.${forged}: Invalid \`signature\` in \`thinking\` block`;
  }
  if (thinking?.type === 'enabled' && thinking.budget_tokens === undefined)
    return 'thinking.enabled.budget_tokens: Field required';
  if ((thinking?.budget_tokens ?? 0) >= max_tokens) return '`max_tokens` must be greater than `thinking.budget_tokens`';
  return undefined;
}

function isForged({ type, thinking = '', signature }: Block): boolean {
  return type === 'thinking' && signature !== sign(thinking);
}

function words(complaint: Complaint): string {
  const { path, kind } = complaint;
  switch (kind) {
    case 'missing':
      return `${path}: Field required`;
    case 'unknown':
      return `${path}: Extra inputs are not permitted`;
    case 'empty':
      return path === 'messages' ? 'messages: at least one message is required' : `${path}: must contain non-whitespace text`;
    case 'type':
      if (path.endsWith('.input_schema')) return `${path}: Input does not match the expected shape.`;
      return `${path || 'body'}: Input should be a valid ${complaint.expected}`;
    case 'least':
      return `${path}: Input should be greater than or equal to ${complaint.limit}`;
    case 'most':
      return `${path}: Input should be less than or equal to ${complaint.limit}`;
    case 'choice':
      return `${path}: Input should be ${complaint.choices.map((name) => `'${name}'`).join(' or ')}`;
    case 'pattern':
      return `${path}: String should match pattern '${complaint.pattern.source}'`;
    default:
      return `${path}: ${explain(complaint)}`;
  }
}

/** Thinking must come back unchanged, and its signature proves it. */
export function sign(thinking: string): string {
  return Buffer.from(digest('thinking', thinking), 'hex').toString('base64');
}
