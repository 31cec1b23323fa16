import type { Json, JsonObject, Message, Part, ToolCallPart } from '../../../src/message.ts';
import type { CompletionRequest } from '../../../src/types.ts';
import { askWith } from './asking.ts';
import { type Asking, countOf, objectOf, objectsOf, stringOf } from './dialect.ts';

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
export function askGemini(recorded: JsonObject): Asking {
  const { contents, systemInstruction, generationConfig, tools, toolConfig, ...others } = canonicalGemini(recorded);
  const { thinkingConfig, ...settings } = objectOf(generationConfig);
  const system = objectsOf(objectOf(systemInstruction).parts);
  const messages = messagesOf(system.length > 0 ? [{ role: 'system', parts: system }] : [], objectsOf(contents));
  const more: Partial<CompletionRequest>[] = [];
  for (const read of [reasoningOf(thinkingConfig), toolsOf(tools), choiceOf(toolConfig)]) {
    if (typeof read === 'string') return { reason: read };
    more.push(read);
  }
  return askWith({ ...settings, ...others }, SETTINGS, [], { messages, ...Object.assign({}, ...more) });
}

/** What a thought says is shown by us wherever there is one. */
function reasoningOf(config: Json | undefined): Partial<CompletionRequest> | string {
  const { thinkingBudget, thinkingLevel, includeThoughts = false } = objectOf(config);
  const budgetTokens = countOf(thinkingBudget);
  if (config === undefined) return {};
  if (includeThoughts !== (budgetTokens !== 0)) return 'thoughts that are not shown';
  if (budgetTokens !== undefined) return { reasoning: { budgetTokens } };
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
    const content = parts.map((part, index) => partOf(part, `call-${messages.length}-${index}`));
    const strange = content.find((part) => typeof part === 'string');
    if (typeof strange === 'string') return strange;
    calls = (content as Part[]).filter((part) => part.type === 'tool-call');
    messages.push({ role: role === 'model' ? 'assistant' : (role as 'user' | 'system'), content: content as Part[] });
  }
  return messages;
}

/** What our types have no place for is where the plugin keeps it. */
function partOf({ text, functionCall, ...own }: JsonObject, madeUpId: string): Part | string {
  const owned = (more: JsonObject) => ({ providerMetadata: { gemini: { ...own, ...more } } });
  if (typeof text === 'string') return { type: own.thought ? 'reasoning' : 'text', text, ...owned({}) };
  if (!functionCall) return `${Object.keys(own).find((key) => key !== 'thoughtSignature')} part`;
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

/** One of the ways to write a request: the API takes both cases, two kinds of schema, and much that says nothing. */
export function canonicalGemini(body: JsonObject): JsonObject {
  const { model: _model, contents, systemInstruction, generationConfig, tools, toolConfig, ...others } = camelCased(body);
  const { candidateCount, thinkingConfig, ...settings } = objectOf(generationConfig);
  const { thinkingLevel, ...thinking } = objectOf(thinkingConfig);
  const declared = objectsOf(tools).flatMap(({ functionDeclarations }) => objectsOf(functionDeclarations));
  const further = objectsOf(tools).filter((tool) => !('functionDeclarations' in tool));
  return {
    ...others,
    contents: objectsOf(contents).reduce(withContent, []),
    systemInstruction: unlessEmpty({ parts: spoken(objectOf(systemInstruction).parts) }),
    generationConfig: unlessEmpty({
      ...settings,
      candidateCount: candidateCount === 1 ? undefined : candidateCount,
      thinkingConfig: unlessEmpty({ ...thinking, thinkingLevel: thinkingLevel && stringOf(thinkingLevel).toUpperCase() }),
    }),
    tools: [...(declared.length > 0 ? [{ functionDeclarations: declared.map(declaration) }] : []), ...further],
    toolConfig: unlessEmpty(objectOf(toolConfig)),
  };
}

/** The results of one turn may stand in several contents. */
function withContent(contents: { role: Json; parts: JsonObject[] }[], { role, parts }: JsonObject): typeof contents {
  const content = { role: role ?? 'user', parts: spoken(parts) };
  const last = contents.at(-1);
  const isResult = (one: typeof last) => one?.parts.every((part) => 'functionResponse' in part);
  if (last && isResult(last) && isResult(content)) last.parts.push(...content.parts);
  else contents.push(content);
  return contents;
}

/** Parts without what says nothing. A list of one may be written without the list. */
function spoken(parts: Json | undefined): JsonObject[] {
  const listed = Array.isArray(parts) ? objectsOf(parts) : parts ? [objectOf(parts)] : [];
  const said = listed.map(({ thought, ...part }) => (thought ? { ...part, thought } : part)).filter(({ text }) => text !== '');
  return said.map((part) =>
    'functionResponse' in part ? { ...part, functionResponse: result(objectOf(part.functionResponse)) } : part,
  );
}

/** The API takes any name for the text of a result but knows that of an error. */
function result({ response, ...told }: JsonObject): JsonObject {
  const [[name, said] = [], ...others] = Object.entries(objectOf(response));
  const isText = typeof said === 'string' && name !== 'error' && others.length === 0;
  return { ...told, response: isText ? { output: said } : response };
}

function declaration({ parameters, parametersJsonSchema = parameters, ...declared }: JsonObject): JsonObject {
  const schema = objectOf(lowerTypes(parametersJsonSchema));
  const { type = 'object', ...told } = schema;
  const properties = Object.keys(told).length === 0 ? { properties: {} } : {};
  return { ...declared, parametersJsonSchema: { type, ...properties, ...told } };
}

/** OpenAPI's types in the words of JSON Schema. */
function lowerTypes(schema: Json | undefined): Json | undefined {
  if (Array.isArray(schema)) return schema.map((item) => lowerTypes(item) as Json);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.entries(schema).map(([key, value]) => [
    key,
    key === 'type' && typeof value === 'string' ? value.toLowerCase() : lowerTypes(value),
  ]);
  return Object.fromEntries(members);
}

/** What is below these is the caller's. */
const FREE = ['args', 'response', 'parameters', 'parametersJsonSchema'];

function camelCased(value: JsonObject): JsonObject {
  const members = Object.entries(value).map(([name, member]) => {
    const key = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [key, FREE.includes(key) ? member : camelCasedAll(member)];
  });
  return Object.fromEntries(members);
}

function camelCasedAll(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => camelCasedAll(item) as Json);
  return typeof value === 'object' && value !== null ? camelCased(value) : value;
}

function unlessEmpty(value: JsonObject): JsonObject | undefined {
  const said = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
  return said.some(([, member]) => !Array.isArray(member) || member.length > 0) ? Object.fromEntries(said) : undefined;
}
