import type { Json, JsonObject, Tool, ToolChoice } from '../../../src/message.ts';
import type { CompletionRequest } from '../../../src/types.ts';
import { isSilent } from './asking.ts';
import type { ChatHabits } from './chat-habits.ts';
import { chatMessageOf } from './chat-messages.ts';
import { canonicalBlock } from './chat-parts.ts';
import { isStandIn } from './chat-turn.ts';
import { type Asking, objectOf, objectsOf, stringOf } from './dialect.ts';
import { Unsaid } from './unsaid.ts';

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

/** The older way to say what has a setting of ours. */
const UNSAID = ['functions', 'function_call'];

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
  if (key === 'response_format') return { responseFormat: formatOf(objectOf(value)) };
  if (key === 'tool_choice') return { toolChoice: choiceOf(value) };
  if (key === 'reasoning_effort') return { reasoning: { effort: value } };
  if (key !== thinking) return undefined;
  const { type, effort, max_tokens } = objectOf(value);
  if (value === false || type === 'disabled') return { reasoning: { effort: 'none' } };
  if (effort) return { reasoning: { effort } };
  return max_tokens ? { reasoning: { budgetTokens: max_tokens } } : undefined;
}

function formatOf({ type, json_schema }: JsonObject): JsonObject {
  if (type === 'json_object') return { type: 'json' };
  if (type !== 'json_schema') return { type: type as Json };
  const { name, description, schema, strict } = objectOf(json_schema);
  return { type, name, schema, strict: strict === true, ...(typeof description === 'string' && { description }) };
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
export function canonicalChat({ max_tokens, stop, tools, tool_choice, n, response_format, ...body }: JsonObject): JsonObject {
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
    response_format: canonicalFormat(objectOf(response_format)),
    messages: objectsOf(body.messages).map(canonicalMessage),
  };
}

/** Text is the default, and so is a schema that the model is not kept to. */
function canonicalFormat({ type, json_schema }: JsonObject): JsonObject | undefined {
  if (!type || type === 'text') return undefined;
  const { strict, ...schema } = objectOf(json_schema);
  return { type, ...(json_schema && { json_schema: { ...schema, strict: strict || undefined } }) };
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
    content:
      content === '' && calls.length > 0 ? undefined : Array.isArray(content) ? objectsOf(content).map(canonicalBlock) : content,
  };
}
