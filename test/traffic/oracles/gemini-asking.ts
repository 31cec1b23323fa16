import type { Json, JsonObject, Message, Part, ToolCallPart } from '../../../src/message.ts';
import type { CompletionRequest } from '../../../src/types.ts';
import type { Recording } from '../recordings.ts';
import { askWith } from './asking.ts';
import { type Asking, countOf, objectOf, objectsOf, stringOf } from './dialect.ts';
import { canonicalGemini } from './gemini-canonical.ts';
import { isMislabelled } from './media-samples.ts';

const SETTINGS = {
  maxOutputTokens: 'maxTokens',
  temperature: 'temperature',
  topP: 'topP',
  topK: 'topK',
  stopSequences: 'stop',
  seed: 'seed',
  presencePenalty: 'presencePenalty',
  frequencyPenalty: 'frequencyPenalty',
} as const;

/** The project's request for a recorded one. */
export function askGemini(recorded: JsonObject, { model = '' }: Recording): Asking {
  const { contents, systemInstruction, generationConfig, tools, toolConfig, ...others } = canonicalGemini(recorded);
  const { thinkingConfig, responseMimeType, responseJsonSchema, ...settings } = objectOf(generationConfig);
  const system = objectsOf(objectOf(systemInstruction).parts);
  const messages = messagesOf(system.length > 0 ? [{ role: 'system', parts: system }] : [], objectsOf(contents));
  const more: Partial<CompletionRequest>[] = [];
  const format = formatOf(responseMimeType, responseJsonSchema);
  for (const read of [reasoningOf(thinkingConfig, model), format, toolsOf(tools), choiceOf(toolConfig)]) {
    if (typeof read === 'string') return { reason: read };
    more.push(read);
  }
  return askWith({ ...settings, ...others }, SETTINGS, [], { messages, ...Object.assign({}, ...more) });
}

function formatOf(type: Json | undefined, schema: Json | undefined): Partial<CompletionRequest> | string {
  if (type === undefined) return schema ? 'schema without a type' : {};
  if (type !== 'application/json') return `answer of type ${type}`;
  return { responseFormat: schema ? { type: 'json_schema', name: 'answer', schema: objectOf(schema) } : { type: 'json' } };
}

/** What a thought says is shown by us wherever there is one. Models that have levels are told one. */
function reasoningOf(config: Json | undefined, model: string): Partial<CompletionRequest> | string {
  const { thinkingBudget, thinkingLevel, includeThoughts = false } = objectOf(config);
  const budgetTokens = countOf(thinkingBudget);
  if (config === undefined) return {};
  if (includeThoughts !== (budgetTokens !== 0)) return 'thoughts that are not shown';
  if (budgetTokens !== undefined)
    return /2\.5/.test(model) ? { reasoning: { budgetTokens } } : 'a budget for a model that has levels';
  const effort = stringOf(thinkingLevel).toLowerCase() as 'low';
  return effort ? { reasoning: { effort } } : 'thoughts of no given length';
}

function toolsOf(tools: Json | undefined): Partial<CompletionRequest> | string {
  const kinds = objectsOf(tools).flatMap((tool) => Object.keys(tool));
  const other = kinds.find((kind) => kind !== 'functionDeclarations');
  if (other) return `${other} tool`;
  const declared = objectsOf(tools).flatMap(({ functionDeclarations }) => objectsOf(functionDeclarations));
  if (declared.length === 0) return {};
  if (JSON.stringify(declared).match(/"type":\d/)) return 'types as numbers';
  return {
    tools: declared.map(({ name, description, parametersJsonSchema }) => ({
      name: stringOf(name),
      ...(typeof description === 'string' && { description }),
      parameters: objectOf(parametersJsonSchema),
    })),
  };
}

function choiceOf(config: Json | undefined): Partial<CompletionRequest> | string {
  const { mode, allowedFunctionNames } = objectOf(objectOf(config).functionCallingConfig);
  if (mode === undefined) return {};
  const [name, ...others] = (allowedFunctionNames ?? []) as string[];
  if (others.length > 0) return 'several tools to choose from';
  if (name !== undefined) return { toolChoice: { name } };
  return { toolChoice: ({ AUTO: 'auto', NONE: 'none', ANY: 'required' } as const)[stringOf(mode) as 'AUTO'] };
}

/** The conversation, or what else it holds. */
function messagesOf(system: readonly JsonObject[], contents: readonly JsonObject[]): Message[] | string {
  const messages: Message[] = [];
  let calls: ToolCallPart[] = [];
  for (const { role, parts: recorded } of [...system, ...contents]) {
    const parts = objectsOf(recorded);
    const isResult = parts.map((part) => 'functionResponse' in part);
    if (isResult.includes(true)) {
      const results = isResult.includes(false) ? 'results beside other parts' : resultsOf(parts, calls);
      if (typeof results === 'string') return results;
      messages.push(...results);
      continue;
    }
    const content = parts.map((part, index) =>
      role === 'model' ? partOf(part, `call-${messages.length}-${index}`) : shownPartOf(part),
    );
    const strange = content.find((part) => typeof part === 'string');
    if (typeof strange === 'string') return strange;
    calls = (content as Part[]).filter((part) => part.type === 'tool-call');
    messages.push({ role: role === 'model' ? 'assistant' : (role as 'user' | 'system'), content: content as Part[] });
  }
  return messages;
}

/** What the user says and shows, and what the system says. */
function shownPartOf({ text, inlineData, fileData, ...others }: JsonObject): Part | string {
  const [other] = Object.keys(others);
  if (other) return `${other} part`;
  if (typeof text === 'string') return { type: 'text', text };
  const { mimeType, fileUri, data } = objectOf(inlineData ?? fileData);
  const mediaType = stringOf(mimeType) || undefined;
  const type = mediaType?.startsWith('image/') ? 'image' : 'file';
  if (fileData) return { type, url: stringOf(fileUri), mediaType };
  if (!inlineData || !mediaType) return 'part that says nothing';
  if (isMislabelled(stringOf(data), mediaType)) return 'bytes of another type than is said';
  return { type, base64: stringOf(data), mediaType };
}

/** What our types have no place for is where the plugin keeps it. */
function partOf({ text, functionCall, ...own }: JsonObject, madeUpId: string): Part | string {
  const owned = (more: JsonObject) => ({ providerMetadata: { gemini: { ...own, ...more } } });
  if (typeof text === 'string') return { type: own.thought ? 'reasoning' : 'text', text, ...owned({}) };
  if (!functionCall) return { type: 'opaque', ...owned({}) };
  const { id, name, args } = objectOf(functionCall);
  return {
    type: 'tool-call',
    id: stringOf(id) || madeUpId,
    name: stringOf(name),
    arguments: args,
    argumentsText: JSON.stringify(args ?? {}),
    ...owned(id ? { functionCall: { id } } : {}),
  };
}

/** Without ids they are in the order of the calls. */
function resultsOf(parts: readonly JsonObject[], calls: readonly ToolCallPart[]): Message[] | string {
  const results: Message[] = [];
  for (const [index, { functionResponse }] of parts.entries()) {
    const { id, name, response, ...others } = objectOf(functionResponse);
    const [key, ...keys] = Object.keys(objectOf(response));
    const said = objectOf(response)[key ?? ''];
    if ((key !== 'output' && key !== 'error') || keys.length > 0 || typeof said !== 'string' || Object.keys(others).length > 0)
      return 'results in another form';
    const call = calls.find((one) => one.id === id) ?? calls[index];
    if (isGiven(call) && !id) return 'result without the id of its call';
    results.push({
      role: 'tool',
      toolCallId: call?.id,
      name: stringOf(name),
      content: said,
      ...(key === 'error' && { isError: true }),
    });
  }
  return results;
}

function isGiven(call: ToolCallPart | undefined): boolean {
  return call?.providerMetadata?.gemini?.functionCall !== undefined;
}
