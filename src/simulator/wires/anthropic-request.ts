import { digest, type Question } from '../answer.ts';
import { anything, choice, flag, list, members, number, part, record, someText, text, textOr, whole } from '../check.ts';
import { type ApiRequest, isMissing, type Problem, textOf } from '../wire.ts';
import { mediaFlaw } from './anthropic-media.ts';
import { isThinking, modelFlaw } from './anthropic-models.ts';
import { schemaFlaw } from './anthropic-schema.ts';
import { offeredTools, type ToolsBody, toolChoiceOf, toolRules, toolsFlaw } from './anthropic-tools.ts';
import { type AskedMessage, type Block, block, turnsFlaw, turnsOf } from './anthropic-turns.ts';
import { words } from './anthropic-words.ts';

interface MessagesBody extends ToolsBody {
  max_tokens: number;
  messages: AskedMessage[];
  system?: string | Block[];
  stop_sequences?: string[];
  stream?: boolean;
}

const RETIRED = ['claude-3-sonnet-20240229', 'claude-3-opus-20240229', 'claude-2.1', 'claude-instant-1.2'];

const MOST_MARKS = 4;

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
    thinking: members(
      {
        type: choice('enabled', 'disabled', 'adaptive', 'between_tools'),
        budget_tokens: whole({ least: 1024 }),
        display: choice('summarized', 'omitted'),
      },
      ['type'],
    ),
    output_config: members({
      effort: choice('low', 'medium', 'high', 'xhigh', 'max'),
      format: members({ type: choice('json_schema'), schema: record }, ['type', 'schema']),
      task_budget: record,
    }),
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
  const flaw =
    flawOf(asked) ??
    modelFlaw(asked) ??
    toolsFlaw(asked) ??
    turnsFlaw(asked.messages) ??
    mediaFlaw(asked.messages) ??
    formatFlaw(asked);
  if (flaw) return refuse(flaw);
  const { model, max_tokens, messages, system, stop_sequences, stream = false, output_config } = asked;
  if (isMissing(model) || RETIRED.includes(model)) return { status: 404, message: `model: ${model}` };
  return {
    model,
    turns: [...(system === undefined ? [] : [{ role: 'system' as const, text: textOf(system) }]), ...messages.flatMap(turnsOf)],
    stream,
    maxTokens: max_tokens,
    stop: stop_sequences,
    reasoning: isThinking(asked),
    schema: output_config?.format?.schema,
    tools: offeredTools(asked),
    toolChoice: toolChoiceOf(asked),
    parallelCalls: !asked.tool_choice?.disable_parallel_tool_use,
  };
}

function flawOf({ messages, max_tokens, thinking, system = [] }: MessagesBody): string | undefined {
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
  if ((thinking?.budget_tokens ?? 0) >= max_tokens) return '`max_tokens` must be greater than `thinking.budget_tokens`';
  return marksFlaw(
    [system, ...messages.map(({ content }) => content)].flatMap((blocks) => (typeof blocks === 'string' ? [] : blocks)),
  );
}

function marksFlaw(blocks: readonly Block[]): string | undefined {
  const marked = blocks.filter(({ cache_control }) => cache_control);
  if (marked.some(({ type }) => type === 'thinking')) return 'thinking.cache_control: Extra inputs are not permitted';
  return marked.length > MOST_MARKS
    ? `A maximum of ${MOST_MARKS} blocks with cache_control may be provided. Found ${marked.length}.`
    : undefined;
}

function formatFlaw({ messages, output_config }: MessagesBody): string | undefined {
  if (!output_config?.format) return undefined;
  if (messages.at(-1)?.role === 'assistant')
    return 'messages: Prefilling assistant messages is not supported with output_config.format';
  const flaw = schemaFlaw(output_config.format.schema as Record<string, unknown>);
  return flaw && `output_config.format.schema: ${flaw}`;
}

function isForged({ type, thinking = '', signature }: Block): boolean {
  return type === 'thinking' && signature !== sign(thinking);
}

/** Thinking must come back unchanged, and its signature proves it. */
export function sign(thinking: string): string {
  return Buffer.from(digest('thinking', thinking), 'hex').toString('base64');
}
