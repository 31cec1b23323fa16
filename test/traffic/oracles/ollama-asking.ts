import type { Json, JsonObject, Message, Part, ResponseFormat, Tool } from '../../../src/message.ts';
import type { CompletionRequest } from '../../../src/types.ts';
import { isSilent } from './asking.ts';
import { type Asking, objectOf, objectsOf, stringOf } from './dialect.ts';
import { sampleOf } from './media-samples.ts';

const SETTINGS: Readonly<Record<string, keyof CompletionRequest>> = {
  num_predict: 'maxTokens',
  temperature: 'temperature',
  top_p: 'topP',
  top_k: 'topK',
  stop: 'stop',
  seed: 'seed',
  presence_penalty: 'presencePenalty',
  frequency_penalty: 'frequencyPenalty',
};

/** The project's request for a recorded chat, or why there is none. */
export function askOfMessages({ messages, ...body }: JsonObject): Asking {
  const said = messagesOf(objectsOf(messages));
  if (typeof said === 'string') return { reason: said };
  return { request: { messages: said, ...settingsOf(body) } as CompletionRequest };
}

/** The same for a recorded completion. */
export function askOfPrompt({ prompt, ...body }: JsonObject): Asking {
  if (!prompt) return { reason: 'no prompt' };
  return { request: { prompt: stringOf(prompt), ...settingsOf(body) } as CompletionRequest };
}

/** What has no setting of ours goes into `extraBody`, as a caller would write it. */
function settingsOf({
  model,
  stream: _stream,
  options,
  think,
  tools,
  format,
  ...others
}: JsonObject): Partial<CompletionRequest> {
  const said = entriesSaid(objectOf(options));
  const settings = said.filter(([name]) => name in SETTINGS).map(([name, value]) => [SETTINGS[name], value]);
  const further = said.filter(([name]) => !(name in SETTINGS));
  const extraBody: JsonObject = Object.fromEntries(entriesSaid(others));
  if (further.length > 0) extraBody.options = Object.fromEntries(further);
  // That a model thinks, but not how much, is nothing that the project can say.
  if (think === true) extraBody.think = true;
  return {
    model: stringOf(model),
    ...Object.fromEntries(settings),
    ...(think === false && { reasoning: { effort: 'none' } }),
    ...(typeof think === 'string' && { reasoning: { effort: think } }),
    ...(format && { responseFormat: formatOf(format) }),
    ...(objectsOf(tools).length > 0 && { tools: objectsOf(tools).map(toolOf) }),
    ...(Object.keys(extraBody).length > 0 && { extraBody }),
  } as Partial<CompletionRequest>;
}

function formatOf(format: Json): ResponseFormat {
  return format === 'json' ? { type: 'json' } : { type: 'json_schema', name: 'answer', schema: objectOf(format) };
}

function toolOf({ function: called }: JsonObject): Tool {
  return objectOf(called) as unknown as Tool;
}

function messagesOf(recorded: JsonObject[]): Message[] | string {
  if (recorded.length === 0) return 'no messages';
  const messages: Message[] = [];
  let open: JsonObject[] = [];
  for (const [index, { role, content, thinking, tool_calls, tool_name, images }] of recorded.entries()) {
    if (!isSilent(images) && role !== 'user') return 'images of others than the user';
    const text = stringOf(content);
    if (role === 'tool') {
      if (!tool_name) return 'tool message without tool_name';
      const answered = open.find(({ name }) => name === tool_name);
      open = open.filter((call) => call !== answered);
      messages.push({ role, content: text, toolCallId: stringOf(answered?.id) });
    } else if (role === 'assistant' && (thinking || !isSilent(tool_calls))) {
      const calls = objectsOf(tool_calls).map((call, place) => callOf(call, `call-${index}-${place}`));
      open = calls.map(({ id, name }) => ({ id, name }));
      messages.push({ role, content: [...partsOf('reasoning', thinking), ...partsOf('text', text), ...calls] });
    } else if (!isSilent(images)) {
      messages.push({ role: 'user', content: [...partsOf('text', text), ...(images as string[]).map(imageOf)] });
    } else messages.push({ role: role as Message['role'], content: text });
  }
  return messages;
}

function imageOf(image: string): Part {
  return { type: 'image', base64: shown(image) };
}

/** Long bytes were left out of the recordings. */
function shown(image: string): string {
  return image.startsWith('<elided') ? sampleOf('image/png') : image;
}

function partsOf(type: 'text' | 'reasoning', text: Json | undefined): Part[] {
  return text ? [{ type, text: stringOf(text) }] : [];
}

function callOf({ function: called, ...others }: JsonObject, id: string): Extract<Part, { type: 'tool-call' }> {
  const { name, arguments: given = {}, ...more } = objectOf(called);
  return {
    type: 'tool-call',
    id,
    name: stringOf(name),
    arguments: given,
    argumentsText: JSON.stringify(given),
    providerMetadata: { ollama: { ...others, function: more } },
  };
}

/** The form in which requests are compared: what is empty or off is not there. */
export function canonicalOllama(body: JsonObject): JsonObject {
  const { options, messages, ...said } = Object.fromEntries(entriesSaid(body));
  const told = Object.fromEntries(entriesSaid(objectOf(options)));
  return {
    ...said,
    ...(messages && { messages: objectsOf(messages).map(withImages) }),
    ...(Object.keys(told).length > 0 && { options: told }),
  };
}

function withImages({ images, ...message }: JsonObject): JsonObject {
  return isSilent(images) ? message : { ...message, images: (images as string[]).map(shown) };
}

function entriesSaid(members: JsonObject): [string, Json][] {
  return Object.entries(members).filter((entry): entry is [string, Json] => {
    const [name, value] = entry;
    return !isSilent(value) && value !== '' && !(name === 'raw' && value === false);
  });
}
