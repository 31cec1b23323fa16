import type { Json, JsonObject, Message, Part, Role, Tool } from '../../../src/message.ts';
import type { CompletionRequest } from '../../../src/types.ts';
import { isSilent } from './asking.ts';
import { type Asking, objectOf, objectsOf, stringOf } from './dialect.ts';
import { Unsaid } from './unsaid.ts';

const SETTINGS: Readonly<Record<string, keyof CompletionRequest>> = {
  max_output_tokens: 'maxTokens',
  temperature: 'temperature',
  top_p: 'topP',
  user: 'user',
  safety_identifier: 'user',
};

/** The project's request for a recorded one. What has no setting of ours goes into `extraBody`, as a caller would write it. */
export function askResponses(body: JsonObject, provider: string): Asking {
  try {
    return { request: requestOf(body, provider) };
  } catch (error) {
    if (error instanceof Unsaid) return { reason: error.message };
    throw error;
  }
}

function requestOf({ model, input, instructions, stream: _stream, ...body }: JsonObject, provider: string): CompletionRequest {
  if (isSilent(input)) throw new Unsaid('no input');
  const request: JsonObject = { model };
  const extraBody: JsonObject = {};
  for (const [key, value] of Object.entries(body)) {
    if (isSilent(value) || value === undefined) continue;
    const said = settingOf(key, value, body);
    Object.assign(said ? request : extraBody, said ?? { [key]: value });
  }
  if (Object.keys(extraBody).length > 0) request.extraBody = extraBody;
  const first: Message[] = instructions ? [{ role: 'system', content: stringOf(instructions) }] : [];
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : objectsOf(input);
  return { ...request, messages: [...first, ...messagesOf(items, provider)] } as CompletionRequest;
}

/** The setting of ours that a member stands for, if there is one. */
function settingOf(key: string, value: Json, { tools }: JsonObject): object | undefined {
  if (key in SETTINGS) return { [SETTINGS[key] as string]: value };
  const areOurs = objectsOf(tools).every(({ type, strict, ...tool }) => {
    return (
      type === 'function' && !strict && Object.keys(tool).every((name) => ['name', 'description', 'parameters'].includes(name))
    );
  });
  if (key === 'tools' && areOurs) return { tools: objectsOf(value).map(toolOf) };
  const { type, name } = objectOf(value);
  if (key === 'tool_choice' && areOurs && (type === 'function' || typeof value === 'string'))
    return { toolChoice: type === 'function' ? { name } : value };
  const { format, ...ofText } = objectOf(value);
  if (key === 'text' && Object.keys(ofText).length === 0) return { responseFormat: formatOf(objectOf(format)) };
  const { effort, ...ofReasoning } = objectOf(value);
  const isShown =
    Object.keys(ofReasoning).every((member) => member === 'summary') &&
    ['auto', undefined].includes(stringOf(ofReasoning.summary) || undefined);
  return key === 'reasoning' && effort && isShown ? { reasoning: { effort } } : undefined;
}

function formatOf({ type, name, description, schema, strict }: JsonObject): JsonObject {
  if (type === 'json_object') return { type: 'json' };
  if (type !== 'json_schema') return { type: type as Json };
  return { type, name, schema, strict: strict === true, ...(description ? { description } : {}) };
}

function toolOf({ name, description, parameters }: JsonObject): Tool {
  return {
    name: stringOf(name),
    ...(description ? { description: stringOf(description) } : {}),
    ...(parameters ? { parameters: objectOf(parameters) } : {}),
  };
}

/** Calls that follow each other are of one message, as their results have to follow them. */
function messagesOf(items: readonly JsonObject[], provider: string): Message[] {
  const messages: Message[] = [];
  for (const [index, item] of items.entries()) {
    const isLost = !items.slice(0, index).some(({ type, call_id }) => type === 'function_call' && call_id === item.call_id);
    if (item.type === 'function_call_output' && isLost) throw new Unsaid('result without its call');
    const message = messageOf(item, provider);
    const last = messages.at(-1);
    if (item.type === 'function_call' && Array.isArray(last?.content) && last.content.some(({ type }) => type === 'tool-call'))
      last.content.push(...(message.content as Part[]));
    else messages.push(message);
  }
  return messages;
}

/** What is no message, call or result is a caller's opaque part: an item as it is. */
function messageOf(item: JsonObject, provider: string): Message {
  const { type, role, content, call_id, output, name, arguments: given, ...others } = item;
  if (type === 'function_call') {
    const argumentsText = stringOf(given);
    const own = Object.keys(others).length > 0 ? { providerMetadata: { [provider]: { responses: others } } } : {};
    const id = stringOf(call_id);
    const call = { type: 'tool-call' as const, id, name: stringOf(name), arguments: undefined, argumentsText, ...own };
    return { role: 'assistant', content: [call] };
  }
  if (type === 'function_call_output') {
    if (typeof output !== 'string') throw new Unsaid('result of several parts');
    if (others.status) throw new Unsaid('status of a result');
    return { role: 'tool', toolCallId: stringOf(call_id), content: output };
  }
  const isPlain = (type ?? 'message') === 'message' && (role !== 'assistant' || type === undefined);
  if (!isPlain || Object.keys(others).some((key) => !isSilent(others[key]))) return opaque(item, provider);
  const said = typeof content === 'string' ? content : objectsOf(content).map((block) => partOf(block, provider));
  return { role: (role === 'developer' ? 'system' : role) as Role, content: said };
}

function opaque(item: JsonObject, provider: string): Message {
  return { role: 'user', content: [{ type: 'opaque', providerMetadata: { [provider]: item } }] };
}

function partOf(block: JsonObject, provider: string): Part {
  const { type, text, image_url, file_url, file_data, filename, ...others } = block;
  const own = Object.keys(others).length > 0 ? { providerMetadata: { [provider]: others } } : {};
  if (type === 'input_text' || type === 'output_text') return { type: 'text', text: stringOf(text), ...own };
  if (type === 'input_image' && image_url) return { type: 'image', url: stringOf(image_url), ...own };
  if (type === 'input_file' && (file_url || file_data))
    return { type: 'file', url: stringOf(file_url ?? file_data), ...(filename ? { name: stringOf(filename) } : {}), ...own };
  return { type: 'opaque', providerMetadata: { [provider]: block } };
}

/** The form in which requests are compared: of two ways to say the same, the one that the project's requests use. */
export function canonicalResponses({
  instructions,
  input,
  tools,
  store,
  include,
  text,
  reasoning,
  ...body
}: JsonObject): JsonObject {
  const { safety_identifier, user = safety_identifier, ...others } = body;
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : objectsOf(input);
  const { format, ...ofText } = objectOf(text);
  const { summary, ...ofReasoning } = objectOf(reasoning);
  return {
    ...others,
    user,
    input: [...(instructions ? [{ role: 'system', content: instructions }] : []), ...items].map(canonicalItem),
    tools: objectsOf(tools).map(canonicalTool),
    store: store === false ? undefined : store,
    include: (Array.isArray(include) ? include : []).filter((one) => one !== 'reasoning.encrypted_content'),
    text: said({ ...ofText, format: canonicalFormat(objectOf(format)) }),
    reasoning: said({ ...ofReasoning, summary: summary === 'auto' ? undefined : summary }),
  };
}

function canonicalTool({ strict, ...tool }: JsonObject): JsonObject {
  if (tool.type !== 'function') return { strict, ...tool };
  return { ...tool, strict: strict || undefined, parameters: tool.parameters ?? { type: 'object', properties: {} } };
}

function canonicalFormat({ strict, ...format }: JsonObject): JsonObject | undefined {
  return format.type === undefined || format.type === 'text' ? undefined : { ...format, strict: strict || undefined };
}

/** An item is a message unless it says otherwise, and text is a list of one. */
function canonicalItem({ type, role, content, ...item }: JsonObject): JsonObject {
  const blocks = objectsOf(content).map((block) => (block.detail === 'auto' ? { ...block, detail: undefined } : block));
  const isText = Array.isArray(content) && !item.id && blocks.every(isPlainText);
  return {
    ...item,
    type: type === 'message' ? undefined : type,
    role: role === 'developer' ? 'system' : role,
    content: isText ? blocks.map(({ text }) => stringOf(text)).join('') : Array.isArray(content) ? blocks : content,
  };
}

function isPlainText({ type, text: _text, ...others }: JsonObject): boolean {
  return (type === 'input_text' || type === 'output_text') && Object.keys(others).length === 0;
}

function said(members: JsonObject): JsonObject | undefined {
  const told = Object.entries(members).filter(([, value]) => !isSilent(value));
  return told.length > 0 ? Object.fromEntries(told) : undefined;
}
