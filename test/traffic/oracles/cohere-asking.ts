import type {
  Json,
  JsonObject,
  Message,
  Part,
  Reasoning,
  ResponseFormat,
  Role,
  Tool,
  ToolCallPart,
} from '../../../src/message.ts';
import type { CompletionRequest } from '../../../src/types.ts';
import { isSilent } from './asking.ts';
import { type Asking, objectOf, objectsOf, stringOf } from './dialect.ts';
import { Unsaid } from './unsaid.ts';

const SETTINGS: Readonly<Record<string, keyof CompletionRequest>> = {
  temperature: 'temperature',
  max_tokens: 'maxTokens',
  p: 'topP',
  k: 'topK',
  seed: 'seed',
  stop_sequences: 'stop',
};

/** The project's request for a recorded one of v2, or why there is none. */
export function askV2({ messages, tools, tool_choice, thinking, ...body }: JsonObject): Asking {
  return saying(body, () => ({
    messages: objectsOf(messages).map(messageOf),
    ...(isSilent(tools) ? {} : { tools: objectsOf(tools).map(functionOf) }),
    ...(tool_choice ? { toolChoice: tool_choice === 'NONE' ? 'none' : 'required' } : {}),
    ...(thinking ? { reasoning: reasoningOf(objectOf(thinking)) } : {}),
  }));
}

/** The same for v1. */
export function askV1({ message, chat_history, tools, tool_results, ...body }: JsonObject): Asking {
  return saying(body, () => {
    const last = isSilent(tool_results) ? { role: 'USER', message } : { role: 'TOOL', tool_results };
    return {
      messages: turnsOf([...objectsOf(chat_history), last]),
      ...(isSilent(tools) ? {} : { tools: objectsOf(tools).map(toolOf) }),
    };
  });
}

/** What has no setting of ours goes into `extraBody`, as a caller would write it. */
function saying(
  { model, stream: _stream, response_format, ...body }: JsonObject,
  request: () => Partial<CompletionRequest>,
): Asking {
  const said = Object.entries(body).filter(([, value]) => !isSilent(value));
  const settings = said.filter(([key]) => key in SETTINGS).map(([key, value]) => [SETTINGS[key], value]);
  const extraBody = Object.fromEntries(said.filter(([key]) => !(key in SETTINGS)));
  const named = {
    ...(model === undefined ? {} : { model }),
    ...(response_format ? { responseFormat: formatOf(objectOf(response_format)) } : {}),
  };
  try {
    return { request: { ...request(), ...Object.fromEntries(settings), ...named, extraBody } as CompletionRequest };
  } catch (error) {
    if (error instanceof Unsaid) return { reason: error.message };
    throw error;
  }
}

/** The API has no name for a schema. */
function formatOf({ schema, json_schema = schema }: JsonObject): ResponseFormat {
  return json_schema ? { type: 'json_schema', name: 'answer', schema: objectOf(json_schema) } : { type: 'json' };
}

const SCHEMA_TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object', 'null', undefined];

/** The API takes Python's types for JSON Schema's. */
function functionOf({ function: called }: JsonObject): Tool {
  const { properties } = objectOf(objectOf(called).parameters);
  const strange = Object.values(objectOf(properties)).find((schema) => !SCHEMA_TYPES.includes(objectOf(schema).type as string));
  if (strange) throw new Unsaid(`parameter of type ${objectOf(strange).type}`);
  return objectOf(called) as unknown as Tool;
}

function reasoningOf({ type, token_budget }: JsonObject): Reasoning {
  if (token_budget !== undefined) return { budgetTokens: token_budget as number };
  // The highest effort is the one that no budget ends.
  return { effort: type === 'disabled' ? 'none' : 'max' };
}

function messageOf({ role, content, tool_plan, tool_calls, tool_call_id, citations }: JsonObject): Message {
  if (!isSilent(citations)) throw new Unsaid('citations');
  const parts = typeof content === 'string' ? undefined : objectsOf(content).map(partOf);
  if (role === 'tool') return { role, toolCallId: stringOf(tool_call_id), content: parts ?? stringOf(content) };
  if (role !== 'assistant') return { role: role as Role, content: parts ?? stringOf(content) };
  const text: Part[] = content ? [{ type: 'text', text: stringOf(content) }] : [];
  return { role, content: [...planOf(tool_plan), ...(parts ?? text), ...objectsOf(tool_calls).map(callOf)] };
}

function partOf({ type, text, thinking, image_url }: JsonObject): Part {
  if (type === 'text') return { type, text: stringOf(text) };
  if (type === 'thinking') return { type: 'reasoning', text: stringOf(thinking) };
  if (type !== 'image_url') throw new Unsaid(`${type} block`);
  const { url, ...others } = objectOf(image_url);
  return { type: 'image', url: stringOf(url), providerMetadata: { cohere: { image_url: others } } };
}

function planOf(plan: Json | undefined): Part[] {
  const providerMetadata = { cohere: { tool_plan: true } };
  return plan ? [{ type: 'reasoning', text: stringOf(plan), providerMetadata }] : [];
}

function callOf({ id, function: called }: JsonObject): ToolCallPart {
  const { name, arguments: argumentsText } = objectOf(called);
  return {
    type: 'tool-call',
    id: stringOf(id),
    name: stringOf(name),
    arguments: undefined,
    argumentsText: stringOf(argumentsText),
  };
}

const ROLES: Readonly<Record<string, Role>> = { USER: 'user', CHATBOT: 'assistant', SYSTEM: 'system' };

/** v1 has no ids: results stand in the order of the calls before them. */
function turnsOf(turns: readonly JsonObject[]): Message[] {
  return turns.flatMap(({ role, message, tool_calls, tool_results }, index): Message[] => {
    const known = ROLES[stringOf(role).toUpperCase()];
    const text = stringOf(message);
    if (!known) return objectsOf(tool_results).map((result, place) => resultOf(result, `call-${index - 1}-${place}`));
    if (isSilent(tool_calls)) return [{ role: known, content: text }];
    const calls = objectsOf(tool_calls).map((call, place) => callV1(call, `call-${index}-${place}`));
    return [{ role: known, content: [...(text ? [{ type: 'text' as const, text }] : []), ...calls] }];
  });
}

function callV1(call: JsonObject, id: string): ToolCallPart {
  const { name, parameters } = sentCall(call);
  return { type: 'tool-call', id, name: stringOf(name), arguments: parameters, argumentsText: JSON.stringify(parameters) };
}

function resultOf({ outputs }: JsonObject, toolCallId: string): Message {
  const [{ output, ...others } = {}, ...more] = objectsOf(outputs);
  if (typeof output !== 'string' || more.length > 0 || Object.keys(others).length > 0) throw new Unsaid('structured result');
  return { role: 'tool', toolCallId, content: output };
}

const TYPES: Readonly<Record<string, string>> = { str: 'string', int: 'integer', float: 'number', bool: 'boolean' };

function toolOf({ name, description, parameter_definitions }: JsonObject): Tool {
  const parameters = Object.entries(objectOf(parameter_definitions)).map(([key, value]) => ({ key, ...objectOf(value) }));
  return {
    name: stringOf(name),
    description: stringOf(description),
    parameters: {
      type: 'object',
      properties: Object.fromEntries(parameters.map(({ key, ...told }) => [key, schemaOf(told)])),
      required: parameters.flatMap(({ key, required }: JsonObject) => (required ? [key as string] : [])),
    },
  };
}

function schemaOf({ type, description }: JsonObject): JsonObject {
  const known = TYPES[stringOf(type)];
  if (!known) throw new Unsaid(`parameter of type ${type}`);
  return { type: known, ...(description !== undefined && { description }) };
}

/** The form in which requests of v2 are compared: text that says nothing beside calls is not there. */
export function canonicalV2({ messages, ...body }: JsonObject): JsonObject {
  const turns = objectsOf(messages).map(({ content, ...message }) => {
    const blocks = typeof content === 'string' ? content : objectsOf(content).filter(({ text }) => text !== '');
    return blocks.length > 0 ? { ...message, content: blocks } : message;
  });
  return { ...body, messages: turns };
}

/** The form in which requests of v1 are compared. */
export function canonicalV1({ chat_history, ...body }: JsonObject): JsonObject {
  const turns = objectsOf(chat_history).map(({ role, tool_calls, ...turn }) => ({
    ...turn,
    role: stringOf(role).toUpperCase(),
    tool_calls: objectsOf(tool_calls).map(sentCall),
  }));
  return { ...body, chat_history: turns };
}

/** Langchain calls the parameters `args`, which the API passes over. */
function sentCall({ name, parameters, args }: JsonObject): JsonObject {
  return { name, parameters: objectOf(parameters ?? args) };
}
