import type { Question, Turn } from '../answer.ts';
import { choice, flag, list, members, record, someText, text, whole } from '../check.ts';
import type { ApiRequest, Problem } from '../wire.ts';
import { type FormatBody, formatFlaw, schemaOf } from './cohere-format.ts';
import { commonRules, modelProblem, refuse } from './cohere-request.ts';
import { NAMELESS } from './cohere-tools.ts';
import { offeredTool, type ToolV1 } from './cohere-v1-tools.ts';

/** A result of a tool, beside its call, which has no id. */
interface ToolResult {
  outputs: Record<string, unknown>[];
}

interface HistoryTurn {
  role: string;
  message?: string;
  tool_calls?: unknown[];
  tool_results?: ToolResult[];
}

/** A body that has passed the rules. */
export interface ChatBody extends FormatBody {
  message: string;
  model?: string;
  preamble?: string;
  chat_history?: HistoryTurn[];
  stream?: boolean;
  max_tokens?: number;
  stop_sequences?: string[];
  tools?: ToolV1[];
  tool_results?: ToolResult[];
  force_single_step?: boolean;
}

const DEFAULT_MODEL = 'command-a-03-2025';
const ROLES: Record<string, Turn['role']> = { user: 'user', chatbot: 'assistant', system: 'system', tool: 'tool' };

const anyCase = (value: unknown, path: string) =>
  choice('USER', 'CHATBOT', 'SYSTEM', 'TOOL')(typeof value === 'string' ? value.toUpperCase() : value, path);
const toolCall = members({ name: text, parameters: record }, ['name', 'parameters']);
const toolResults = list(members({ call: toolCall, outputs: list(record) }, ['call', 'outputs']));
const parameter = members({ description: text, type: text, required: flag }, ['type']);
const parameters = (value: unknown, path: string) => record(value, path) ?? list(parameter)(Object.values(value as object), path);
const bodyRule = members(
  {
    ...commonRules,
    response_format: members({ type: choice('text', 'json_object'), schema: record }, ['type']),
    message: text,
    model: someText,
    preamble: text,
    chat_history: list(members({ role: anyCase, message: text, tool_calls: list(record), tool_results: toolResults }, ['role'])),
    conversation_id: text,
    prompt_truncation: text,
    connectors: list(record),
    search_queries_only: flag,
    citation_quality: text,
    max_input_tokens: whole({ least: 0 }),
    raw_prompting: flag,
    return_prompt: flag,
    tools: list(members({ name: text, description: text, parameter_definitions: parameters })),
    tool_results: toolResults,
    force_single_step: flag,
  },
  ['message'],
);

/** What a request asks, or why it is refused. */
export function check({ body }: ApiRequest): Problem | Question {
  // Tools in the form of v2 have no name, which is told first.
  const { tools: given } = body as { tools?: unknown };
  if (Array.isArray(given) && given.some((tool) => !tool?.name)) return { status: 400, message: NAMELESS };
  const complaint = bodyRule(body, '');
  if (complaint) return refuse(complaint);
  const asked = body as unknown as ChatBody;
  const flaw = flawOf(asked);
  if (flaw) return { status: 400, message: `invalid request: ${flaw}` };
  const formless = formatFlaw(asked, ['tools', 'tool_results', 'documents', 'connectors']);
  if (formless) return { status: 400, message: formless };
  const { model = DEFAULT_MODEL, stream = false, max_tokens, stop_sequences, tools } = asked;
  return (
    modelProblem(model) ?? {
      model,
      turns: turnsOf(asked),
      stream,
      maxTokens: max_tokens,
      stop: stop_sequences,
      tools: tools?.map(offeredTool),
      schema: schemaOf(asked),
    }
  );
}

function flawOf({ message, chat_history = [], tools = [], tool_results, force_single_step }: ChatBody): string | undefined {
  const odd = tools.find(({ name }) => !/^[A-Za-z_]\w*$/.test(name));
  if (odd)
    return `tool names can only contain certain characters (A-Za-z0-9_) and can't begin with a digit (provided name: '${odd.name}').`;
  const isSilent = ({ message: said, tool_calls, tool_results: results }: HistoryTurn) =>
    !said && !tool_calls?.length && !results?.length;
  if (chat_history.some(isSilent)) return 'all elements in history must have a message.';
  const says = message.trim() !== '';
  if (!says && !tool_results?.length) return 'message must be at least 1 token long or tool results must be specified.';
  if (!says || force_single_step) return undefined;
  if (tool_results?.length) return 'cannot specify both message and tool_results in multistep mode';
  const isAfterResults = chat_history.at(-1)?.tool_results?.length;
  return isAfterResults ? 'cannot specify message if the last entry in chat history contains tool results' : undefined;
}

function turnsOf({ preamble, chat_history = [], tool_results = [], message }: ChatBody): Turn[] {
  const history = chat_history.flatMap((turn): Turn[] => {
    const role = ROLES[turn.role.toLowerCase()] ?? 'user';
    return role === 'tool' ? (turn.tool_results ?? []).map(resultOf) : [{ role, text: turn.message ?? '' }];
  });
  return [
    ...(preamble ? [{ role: 'system' as const, text: preamble }] : []),
    ...history,
    ...tool_results.map(resultOf),
    ...(message === '' ? [] : [{ role: 'user' as const, text: message }]),
  ];
}

function resultOf({ outputs }: ToolResult): Turn {
  return { role: 'tool', text: outputs.flatMap((output) => Object.values(output)).join('\n') };
}
