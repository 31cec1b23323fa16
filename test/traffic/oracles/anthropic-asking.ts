import type { Json, JsonObject, Message, Part, Reasoning, ResponseFormat, Tool, ToolChoice } from '../../../src/message.ts';
import type { CompletionRequest } from '../../../src/types.ts';
import { isMark, mediaPartOf, metadataOf } from './anthropic-blocks.ts';
import { isSilent } from './asking.ts';
import { type Asking, objectOf, objectsOf, stringOf } from './dialect.ts';
import { Unsaid } from './unsaid.ts';

const SETTINGS: Readonly<Record<string, keyof CompletionRequest>> = {
  max_tokens: 'maxTokens',
  temperature: 'temperature',
  top_p: 'topP',
  top_k: 'topK',
  stop_sequences: 'stop',
};

/** The project's request for a recorded one. What has no setting of ours goes into `extraBody`, as a caller would write it. */
export function askMessages(body: JsonObject): Asking {
  try {
    return { request: requestOf(body) };
  } catch (error) {
    if (error instanceof Unsaid) return { reason: error.message };
    throw error;
  }
}

function requestOf({ model, messages, system, stream: _stream, ...body }: JsonObject): CompletionRequest {
  const { tools, tool_choice, thinking, output_config, output_format, ...others } = body;
  const { format = output_format, ...output } = objectOf(output_config);
  const said = Object.entries(others).filter(([, value]) => !isSilent(value));
  const extra = said.filter(([key]) => !(key in SETTINGS));
  const called = toolsOf(tools, tool_choice);
  const thought = reasoningOf(stringOf(model), thinking, output);
  const extraBody = { ...Object.fromEntries(extra), ...called.extraBody, ...thought.extraBody };
  return {
    model: stringOf(model),
    ...Object.fromEntries(said.filter(([key]) => key in SETTINGS).map(([key, value]) => [SETTINGS[key], value])),
    ...called,
    ...thought,
    ...(format && { responseFormat: formatOf(objectOf(format)) }),
    extraBody,
    messages: [...systemOf(system), ...objectsOf(messages).flatMap((message, at, all) => messagesOf(message, all[at - 1]))],
  } as CompletionRequest;
}

/** The API has no name for a schema. */
function formatOf({ schema }: JsonObject): ResponseFormat {
  return { type: 'json_schema', name: 'answer', schema: objectOf(schema) };
}

interface Called {
  tools?: Tool[];
  toolChoice?: ToolChoice;
  extraBody?: JsonObject;
}

/** Tools that the provider runs itself, and members of others that the project has no word for, are for `extraBody`. */
function toolsOf(tools: Json | undefined, tool_choice: Json | undefined): Called {
  const found = objectsOf(tools);
  if (found.length === 0) return {};
  const known = ['type', 'name', 'description', 'input_schema'];
  const isOurs = ({ type = 'custom', ...members }: JsonObject) =>
    type === 'custom' && Object.keys(members).every((key) => known.includes(key));
  if (!found.every(isOurs)) return { extraBody: { tools: found, ...(tool_choice && { tool_choice }) } };
  return {
    tools: found.map(({ name, description, input_schema }) => ({
      name: stringOf(name),
      ...(description !== undefined && { description: stringOf(description) }),
      parameters: objectOf(input_schema),
    })),
    ...(tool_choice && { toolChoice: choiceOf(objectOf(tool_choice)) }),
  };
}

function choiceOf({ type, name, ...others }: JsonObject): ToolChoice {
  if (Object.keys(others).length > 0) throw new Unsaid('parallel tool calls');
  if (type === 'tool') return { name: stringOf(name) };
  return type === 'any' ? 'required' : (type as ToolChoice);
}

/** Models that think within a budget, and those that show what they think unasked. */
const BUDGETED = /claude-(?:3|[a-z]+-4(?:[.-][0-6](?!\d)|-20|$))/;

/** That a model thinks, but not how much, is nothing that the project can say, nor that its thoughts are not shown. */
function reasoningOf(
  model: string,
  thinking: Json | undefined,
  output: JsonObject,
): { reasoning?: Reasoning; extraBody?: JsonObject } {
  const { type, budget_tokens, display, ...others } = objectOf(thinking);
  const { effort, ...rest } = output;
  const isBudgeted = BUDGETED.test(model);
  const isShown = isBudgeted ? display === undefined : display === 'summarized';
  const isOurs = Object.keys(others).length === 0;
  const further = Object.keys(rest).length > 0 ? { extraBody: { output_config: rest } } : {};
  if (isOurs && type === 'enabled' && !effort && isBudgeted && isShown)
    return { reasoning: { budgetTokens: budget_tokens as number }, ...further };
  if (isOurs && type === 'disabled' && !effort && display === undefined) return { reasoning: { effort: 'none' }, ...further };
  if (isOurs && type === 'adaptive' && effort && isShown) return { reasoning: { effort } as Reasoning, ...further };
  const extraBody = { ...(thinking && { thinking }), ...(Object.keys(output).length > 0 && { output_config: output }) };
  return Object.keys(extraBody).length > 0 ? { extraBody } : {};
}

/** Several texts without more to them are one for the project. */
function systemOf(system: Json | undefined): Message[] {
  if (typeof system === 'string') return [{ role: 'system', content: system }];
  const blocks = objectsOf(system);
  if (blocks.length > 1 && blocks.every((block) => Object.keys(block).length === 2)) throw new Unsaid('several system blocks');
  return blocks.length > 0 ? [{ role: 'system', content: blocks.map(textOf) }] : [];
}

/** Each result of a tool is a message of its own. */
function messagesOf({ role, content }: JsonObject, before: JsonObject = {}): Message[] {
  if (role === 'system') throw new Unsaid('system message among the turns');
  if (typeof content === 'string') return [{ role: role as 'user' | 'assistant', content }];
  const blocks = objectsOf(content);
  if (role === 'assistant') return [{ role, content: blocks.map(partOf) }];
  const results = blocks.filter(({ type }) => type === 'tool_result');
  const said = blocks.slice(results.length).map(saidOf);
  const called = objectsOf(before.content).map(({ id }) => id);
  if (!results.every(({ tool_use_id }) => called.includes(tool_use_id))) throw new Unsaid('result of no call');
  const told = results.map(resultOf);
  return said.length > 0 ? [...told, { role: 'user', content: said }] : told;
}

/** A block of an answer as `response.message` holds it. */
function partOf(block: JsonObject): Part {
  const { type, ...members } = block;
  switch (type) {
    case 'text':
      return textOf(block);
    case 'thinking': {
      const { thinking, ...others } = members;
      return { type: 'reasoning', text: stringOf(thinking), ...metadataOf(others) };
    }
    case 'tool_use': {
      const { id, name, input = {}, ...others } = members;
      const argumentsText = JSON.stringify(input);
      return {
        type: 'tool-call',
        id: stringOf(id),
        name: stringOf(name),
        arguments: input,
        argumentsText,
        ...metadataOf(others),
      };
    }
    default:
      return { type: 'opaque', ...metadataOf(block) };
  }
}

/** A block of the user's. One that the project has no word for goes as it is. */
function saidOf(block: JsonObject): Part {
  if (block.type === 'text') return textOf(block);
  if (block.type === 'tool_result') throw new Unsaid('result after other blocks');
  return mediaPartOf(block) ?? { type: 'opaque', ...metadataOf(block) };
}

function textOf({ type, text, cache_control, ...others }: JsonObject): Extract<Part, { type: 'text' }> {
  if (type !== 'text') throw new Unsaid(`${type} block`);
  if (isMark(cache_control)) return { type, text: stringOf(text), cache: true, ...metadataOf(others) };
  return { type, text: stringOf(text), ...metadataOf({ ...others, ...(cache_control && { cache_control }) }) };
}

function resultOf({ tool_use_id, content, is_error, cache_control, type: _type, ...others }: JsonObject): Message {
  const other = Object.keys(others)[0] ?? (cache_control && !isMark(cache_control) ? 'cache_control' : undefined);
  if (other) throw new Unsaid(`${other} of a result`);
  return {
    role: 'tool',
    toolCallId: stringOf(tool_use_id),
    content: typeof content === 'string' ? content : objectsOf(content).map(textOf),
    ...(is_error !== undefined && { isError: is_error === true }),
    ...(cache_control && { cache: true }),
  };
}
