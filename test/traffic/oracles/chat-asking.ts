import type { Json, JsonObject, Tool, ToolChoice } from '../../../src/message.ts';
import type { CompletionRequest } from '../../../src/types.ts';
import { isSilent } from './asking.ts';
import { chatMessageOf, Unsaid } from './chat-messages.ts';
import { isStandIn } from './chat-turn.ts';
import { type Asking, objectOf, objectsOf, stringOf } from './dialect.ts';

/** What one provider does in its own way, after its documentation. */
export interface ChatHabits {
  /** The member in which the reasoning of earlier answers goes back. Default: it does not. */
  reasoning?: 'reasoning_content' | 'reasoning' | undefined;
  /** The member that says how much to think, or that turns it off. Default: `reasoning_effort`, which all of them have. */
  thinking?: 'thinking' | 'enable_thinking' | 'reasoning' | undefined;
  /** The ids of tool calls that it takes. Default: any. */
  ids?: RegExp | undefined;
}

const SETTINGS: Readonly<Record<string, keyof CompletionRequest>> = {
  max_tokens: 'maxTokens',
  max_completion_tokens: 'maxTokens',
  temperature: 'temperature',
  top_p: 'topP',
  top_k: 'topK',
  seed: 'seed',
  random_seed: 'seed',
  presence_penalty: 'presencePenalty',
  frequency_penalty: 'frequencyPenalty',
  user: 'user',
};

/** Has a setting of ours that is not sent yet, or is the older way to say what has one. */
const UNSAID = ['response_format', 'functions', 'function_call'];

/** The project's request for a recorded one. What has no setting of ours goes into `extraBody`, as a caller would write it. */
export function askChat(body: JsonObject, habits: ChatHabits): Asking {
  try {
    return { request: requestOf(body, habits) };
  } catch (error) {
    if (error instanceof Unsaid) return { reason: error.message };
    throw error;
  }
}

function requestOf({ model, messages, stream: _stream, stream_options: _options, ...body }: JsonObject, habits: ChatHabits) {
  const request: JsonObject = { model };
  const extraBody: JsonObject = {};
  for (const [key, value] of Object.entries(body)) {
    if (isSilent(value) || value === undefined) continue;
    const said = settingOf(key, value, habits);
    Object.assign(said ? request : extraBody, said ?? { [key]: value });
  }
  if (request.toolChoice && !request.tools) throw new Unsaid('tool_choice without tools');
  if (Object.keys(extraBody).length > 0) request.extraBody = extraBody;
  return { ...request, messages: objectsOf(messages).map((message) => chatMessageOf(message, habits)) } as CompletionRequest;
}

/** The setting of ours that a member stands for, if there is one. */
function settingOf(key: string, value: Json, { thinking }: ChatHabits): object | undefined {
  if (UNSAID.includes(key)) throw new Unsaid(key);
  if (key in SETTINGS) return { [SETTINGS[key] as string]: value };
  if (key === 'stop') return { stop: Array.isArray(value) ? value : [value] };
  if (key === 'tools') return { tools: objectsOf(value).map(toolOf) };
  if (key === 'tool_choice') return { toolChoice: choiceOf(value) };
  if (key === 'reasoning_effort') return { reasoning: { effort: value } };
  if (key !== thinking) return undefined;
  const { type, effort, max_tokens } = objectOf(value);
  if (value === false || type === 'disabled') return { reasoning: { effort: 'none' } };
  if (effort) return { reasoning: { effort } };
  return max_tokens ? { reasoning: { budgetTokens: max_tokens } } : undefined;
}

function toolOf({ type, function: called, ...others }: JsonObject): Tool {
  const { name, description, parameters, strict, ...unknown } = objectOf(called);
  if (type !== 'function') throw new Unsaid(`${type} tool`);
  if (strict) throw new Unsaid('strict tool');
  refuseOthers({ ...others, ...unknown }, 'of a tool');
  return {
    name: stringOf(name),
    ...(description !== undefined && { description: stringOf(description) }),
    ...(parameters && { parameters: objectOf(parameters) }),
  };
}

function choiceOf(value: Json): ToolChoice {
  const { type, function: called } = objectOf(value);
  if (type === 'function') return { name: stringOf(objectOf(called).name) };
  if (value === 'auto' || value === 'none' || value === 'required') return value;
  // Mistral's word.
  if (value === 'any') return 'required';
  throw new Unsaid(`tool_choice ${JSON.stringify(value).slice(0, 40)}`);
}

function refuseOthers(others: JsonObject, where: string): void {
  const other = Object.keys(others).find((key) => !isSilent(others[key]));
  if (other) throw new Unsaid(`${other} ${where}`);
}

/** The form in which requests are compared: of two ways to say the same, the one that the project's requests use. */
export function canonicalChat({ max_tokens, stop, tools, tool_choice, n, ...body }: JsonObject): JsonObject {
  // OpenRouter has two members for the effort.
  const { effort, ...reasoning } = objectOf(body.reasoning);
  return {
    ...body,
    ...(effort && { reasoning_effort: effort, reasoning: Object.keys(reasoning).length > 0 ? reasoning : undefined }),
    max_completion_tokens: body.max_completion_tokens ?? max_tokens,
    stop: typeof stop === 'string' ? [stop] : stop,
    tools: objectsOf(tools).map(({ function: called, ...tool }) => ({ ...tool, function: canonicalFunction(objectOf(called)) })),
    tool_choice: tool_choice === 'any' ? 'required' : tool_choice,
    n: n === 1 ? undefined : n,
    messages: objectsOf(body.messages).map(canonicalMessage),
  };
}

/** A tool without parameters takes an object of none. */
function canonicalFunction({ strict: _strict, ...called }: JsonObject): JsonObject {
  return { ...called, parameters: called.parameters ?? { type: 'object', properties: {} } };
}

/** The name of a result's tool is known from the call, and the place of a call from the list. */
function canonicalMessage({ name, tool_calls, content, reasoning_content, ...message }: JsonObject): JsonObject {
  const calls = objectsOf(tool_calls).map(({ index: _index, ...call }) => call);
  return {
    ...message,
    reasoning_content: isStandIn(reasoning_content) ? undefined : reasoning_content,
    name: message.role === 'tool' ? undefined : name,
    tool_calls: calls,
    content: content === '' && calls.length > 0 ? undefined : content,
  };
}
