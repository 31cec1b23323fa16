import type { JsonObject } from '../../message.ts';
import type { Question } from '../answer.ts';
import { type Complaint, explain, type Rule } from '../check.ts';
import { type ApiRequest, isMissing, type Problem, textOf } from '../wire.ts';
import { bodyRule, type ChatBody, type ChatMessage } from './chat-completions-body.ts';

/** What is wrong with a request: with the form of its body, or with what it means. */
export type Flaw =
  | (Complaint & { value: unknown })
  | { kind: 'no such model'; path: string; model: string }
  | { kind: 'no such tool'; path: string; name: string }
  | { kind: 'no tools' | 'no stream' | 'no content' | 'no call'; path: string }
  | { kind: 'forced in thought'; path: string; choice: string }
  | { kind: 'no thoughts'; path: string; index: number }
  | { kind: 'no result'; path: string; ids: readonly string[] };

/** What one API makes of requests. */
export interface RequestFacts {
  /** Rules for members of the body beside those that all take, or instead of them. */
  members?: Readonly<Record<string, Rule>>;
  /** Whether a message of the user or the system may be an empty text. Default `true`. */
  takesEmpty?: boolean;
  /** Whether a call may be demanded of a model that thinks. Default `true`. */
  forcesThinkers?: boolean;
  /** What a model that thinks demands beside its earlier calls: the member for its thoughts, or something in it. */
  thoughtsBesideCalls?: 'told' | 'some';
  /** The model that the path names. */
  modelIn?(path: string): string | undefined;
  /** Why a request is refused whatever its body. */
  before?(request: ApiRequest): Problem | undefined;
  /** The refusal in the API's own words. */
  refuse(flaw: Flaw): Problem;
}

/** What a request asks, or why it is refused. */
export function createCheck(facts: RequestFacts): (request: ApiRequest) => Problem | Question {
  const rule = bodyRule(facts.members);
  return (request) => {
    const early = facts.before?.(request);
    if (early) return early;
    const model = facts.modelIn?.(request.path);
    const asked: JsonObject = model ? { ...request.body, model } : request.body;
    const complaint = rule(asked, '');
    if (complaint) return facts.refuse({ ...complaint, value: at(asked, complaint.path) });
    const chat = asked as unknown as ChatBody;
    const flaw = flawOf(chat, facts);
    return flaw ? facts.refuse(flaw) : questionOf(chat);
  };
}

/** A flaw in plain words. */
export function explainFlaw(flaw: Flaw): string {
  switch (flaw.kind) {
    case 'no such model':
      return `The requested model '${flaw.model}' does not exist`;
    case 'no such tool':
      return `${flaw.path} names the tool '${flaw.name}', which is not in tools`;
    case 'no tools':
      return `${flaw.path} is only allowed when tools are specified`;
    case 'no stream':
      return `${flaw.path} is only allowed when stream is enabled`;
    case 'no content':
      return `${flaw.path} must not be empty`;
    case 'forced in thought':
      return `${flaw.path} '${flaw.choice}' is incompatible with thinking enabled`;
    case 'no thoughts':
      return `${flaw.path} is missing, though thinking is enabled`;
    case 'no call':
      return "Messages with role 'tool' must be a response to a preceding message with 'tool_calls'";
    case 'no result':
      return "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.";
    default:
      return explain(flaw);
  }
}

function at(body: unknown, path: string): unknown {
  return path.split('.').reduce((value: unknown, name) => (value as JsonObject | undefined)?.[name], body);
}

function flawOf(
  chat: ChatBody,
  { takesEmpty = true, forcesThinkers = true, thoughtsBesideCalls }: RequestFacts,
): Flaw | undefined {
  const { model, messages, stream, stream_options } = chat;
  if (isMissing(model)) return { kind: 'no such model', path: 'model', model };
  if (stream_options && !stream) return { kind: 'no stream', path: 'stream_options' };
  const silent = messages.findIndex((said) => isSilent(said, takesEmpty));
  if (silent >= 0) return { kind: 'no content', path: `messages.${silent}.content` };
  return choiceFlaw(chat, forcesThinkers) ?? turnFlaw(messages) ?? thoughtsFlaw(chat, thoughtsBesideCalls);
}

function thoughtsFlaw({ messages, ...asked }: ChatBody, demanded: RequestFacts['thoughtsBesideCalls']): Flaw | undefined {
  if (!demanded || !isThinking(asked)) return undefined;
  const index = messages.findIndex(({ tool_calls, reasoning_content: thoughts }) =>
    tool_calls ? (demanded === 'some' ? !thoughts : typeof thoughts !== 'string') : false,
  );
  return index < 0 ? undefined : { kind: 'no thoughts', path: `messages.${index}.reasoning_content`, index };
}

function choiceFlaw({ tools, tool_choice: chosen, ...asked }: ChatBody, forcesThinkers: boolean): Flaw | undefined {
  const path = 'tool_choice';
  if (!chosen) return undefined;
  if (!tools) return { kind: 'no tools', path };
  if (!forcesThinkers && isThinking(asked) && chosen !== 'auto' && chosen !== 'none')
    return { kind: 'forced in thought', path, choice: typeof chosen === 'string' ? chosen : 'specified' };
  if (typeof chosen === 'string' || tools.some((offered) => offered.function.name === chosen.function.name)) return undefined;
  return { kind: 'no such tool', path, name: chosen.function.name };
}

function isSilent({ role, content, tool_calls }: ChatMessage, takesEmpty: boolean): boolean {
  if (role === 'assistant') return (content ?? tool_calls ?? undefined) === undefined;
  if (role === 'tool' || takesEmpty) return (content ?? undefined) === undefined;
  return !Array.isArray(content) && textOf(content) === '';
}

/** Each call must have a result, and each result a call, right behind the message that makes the calls. */
function turnFlaw(messages: readonly ChatMessage[]): Flaw | undefined {
  let open: string[] = [];
  for (let index = 0; index <= messages.length; index += 1) {
    const { role, tool_calls, tool_call_id }: Partial<ChatMessage> = messages[index] ?? {};
    const path = `messages.${index}.role`;
    if (role === 'tool') {
      if (!open.includes(tool_call_id ?? '')) return { kind: 'no call', path };
      open = open.filter((id) => id !== tool_call_id);
    } else if (open.length > 0) {
      return { kind: 'no result', path, ids: open };
    } else {
      open = (tool_calls ?? []).map(({ id }) => id);
    }
  }
  return undefined;
}

function questionOf({ model, messages, stop, tools, tool_choice: chosen, ...asked }: ChatBody): Question {
  return {
    model,
    turns: messages.map(({ role, content }) => ({ role: role === 'developer' ? 'system' : role, text: textOf(content) })),
    stream: asked.stream ?? false,
    maxTokens: asked.max_completion_tokens ?? asked.max_tokens ?? undefined,
    stop: typeof stop === 'string' ? [stop] : (stop ?? undefined),
    reasoning: isThinking(asked),
    tools: tools?.map((offered) => offered.function),
    toolChoice: typeof chosen === 'object' ? chosen?.function : chosen,
    parallelCalls: asked.parallel_tool_calls ?? undefined,
  };
}

function isThinking({ thinking, enable_thinking, thinking_budget, reasoning_effort }: Partial<ChatBody>): boolean {
  if (thinking) return thinking.type !== 'disabled';
  return enable_thinking ?? (thinking_budget ? true : Boolean(reasoning_effort) && reasoning_effort !== 'none');
}
