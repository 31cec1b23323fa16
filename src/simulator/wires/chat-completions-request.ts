import type { JsonObject } from '../../message.ts';
import type { Question, Turn } from '../answer.ts';
import { type Complaint, explain, type Rule } from '../check.ts';
import { type ApiRequest, isMissing, type Problem, textOf } from '../wire.ts';
import { bodyRule, type ChatBody, type ChatMessage } from './chat-completions-body.ts';
import { type FormatFacts, type FormatFlaw, formatFlaw, schemaIn } from './chat-completions-format.ts';
import { type MediaFacts, type MediaFlaw, mediaFlaw, mediaIn } from './chat-completions-media.ts';
import { isThinking, toolFlaw } from './chat-completions-turns.ts';

/** What is wrong with a request: with the form of its body, or with what it means. */
export type Flaw =
  | FormatFlaw
  | MediaFlaw
  | (Complaint & { value: unknown })
  | { kind: 'no such model'; path: string; model: string }
  | { kind: 'no such tool'; path: string; name: string }
  | { kind: 'no tools' | 'no stream' | 'no content' | 'no call'; path: string }
  | { kind: 'forced in thought'; path: string; choice: string }
  | { kind: 'no thoughts'; path: string; index: number }
  | { kind: 'no result'; path: string; ids: readonly string[] };

/** What one API makes of requests. */
export interface RequestFacts extends FormatFacts, MediaFacts {
  /** Rules for members of the body beside those that all take, or instead of them. */
  members?: Readonly<Record<string, Rule>>;
  /** Whether a message of the user or the system may be an empty text. Default `true`. */
  takesEmpty?: boolean;
  /** Whether a call may be demanded of a model that thinks. Default `true`. */
  forcesThinkers?: boolean;
  /** Whether models think that are not told whether to, which counts where a call is demanded. Default `false`. */
  thinksUnasked?: boolean;
  /** The efforts that a model knows. Default: all. */
  effortsOf?(model: string): readonly string[] | undefined;
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
    if (complaint) return facts.refuse({ ...complaint, value: valueAt(asked, complaint.path) });
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
    case 'no such format':
      return `${flaw.path} '${flaw.format}' is not supported`;
    case 'no word':
      return "messages must contain the word 'json' in some form, to use response_format of type 'json_object'";
    case 'bad schema':
      return `Invalid schema for response_format '${flaw.name}': ${flaw.problem}`;
    case 'no such block':
      return `${flaw.path} must be one of ${flaw.types.join(', ')}`;
    case 'bad media':
      return `${flaw.path} is no ${flaw.type === 'file' ? 'file' : 'image'} that can be read`;
    default:
      return explain(flaw);
  }
}

/** The member of a body that a complaint is about. */
export function valueAt(body: unknown, path: string): unknown {
  return path.split('.').reduce((value: unknown, name) => (value as JsonObject | undefined)?.[name], body);
}

function flawOf(chat: ChatBody, facts: RequestFacts): Flaw | undefined {
  const { takesEmpty = true } = facts;
  const { model, messages, stream, stream_options } = chat;
  if (isMissing(model)) return { kind: 'no such model', path: 'model', model };
  if (stream_options && !stream) return { kind: 'no stream', path: 'stream_options' };
  const silent = messages.findIndex((said) => isSilent(said, takesEmpty));
  if (silent >= 0) return { kind: 'no content', path: `messages.${silent}.content` };
  return toolFlaw(chat, facts) ?? effortFlaw(chat, facts) ?? formatFlaw(chat, facts) ?? mediaFlaw(messages, facts);
}

function effortFlaw({ model, reasoning_effort: effort }: ChatBody, { effortsOf }: RequestFacts): Flaw | undefined {
  const choices = effortsOf?.(model);
  if (!effort || !choices || choices.includes(effort)) return undefined;
  return { kind: 'choice', path: 'reasoning_effort', choices, value: effort };
}

function isSilent({ role, content, tool_calls }: ChatMessage, takesEmpty: boolean): boolean {
  if (role === 'assistant') return (content ?? tool_calls ?? undefined) === undefined;
  if (role === 'tool' || takesEmpty) return (content ?? undefined) === undefined;
  return !Array.isArray(content) && textOf(content) === '';
}

function questionOf({ model, messages, stop, tools, tool_choice: chosen, ...asked }: ChatBody): Question {
  return {
    model,
    turns: messages.map(turnOf),
    stream: asked.stream ?? false,
    maxTokens: asked.max_completion_tokens ?? asked.max_tokens ?? undefined,
    stop: typeof stop === 'string' ? [stop] : (stop ?? undefined),
    reasoning: isThinking(asked),
    tools: tools?.map((offered) => offered.function),
    toolChoice: typeof chosen === 'object' ? chosen?.function : chosen,
    parallelCalls: asked.parallel_tool_calls ?? undefined,
    schema: schemaIn({ model, messages, ...asked }),
  };
}

function turnOf({ role, content }: ChatMessage): Turn {
  return { role: role === 'developer' ? 'system' : role, text: textOf(content), media: mediaIn(content) };
}
