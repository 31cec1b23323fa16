import { InvalidInputError } from '../errors.ts';
import type { JsonObject, Message, Part } from '../message.ts';
import type { Call, Setting, Wire } from '../provider.ts';
import type { ResolvedConfig } from '../resolved-config.ts';
import type { Capability, CompletionInput, CompletionRequest } from '../types.ts';
import { checkMessages } from './conversation.ts';
import { refusedMedia } from './media.ts';
import { isObject, merge } from './merge.ts';
import { offerAnswerTool } from './offer-answer-tool.ts';
import { prepareMessages } from './prepare-messages.ts';
import { type AskedFormat, readFormat } from './response-format.ts';
import { isText } from './tool-call.ts';
import { readTools } from './tools.ts';
import { checkSettings, refuse } from './validate.ts';

/**
 * A request, checked, with the config's settings filled in.
 *
 * @throws {InvalidInputError} naming every parameter that is wrong, or what the wire can't carry.
 */
export function createCall(input: CompletionInput, provider: string, wire: Wire, config: ResolvedConfig, stream: boolean): Call {
  return prepareCall(input, provider, wire, config, stream).call;
}

/** The same with the form that the answer was asked to have. @throws {InvalidInputError} as it does. */
export function prepareCall(
  input: CompletionInput,
  provider: string,
  wire: Wire,
  config: ResolvedConfig,
  stream: boolean,
): { call: Call; asked?: AskedFormat | undefined } {
  const request = requestOf(input, provider);
  const { messages, prompt, ...given } = request;
  const known = { provider, model: isText(given.model) ? given.model : config.model };
  const { tools, problems } = readTools(given.tools, given.toolChoice, wire.toolNames);
  const { asked, problems: flaws } = readFormat(given.responseFormat, wire, known.model);
  const offered = offerAnswerTool(asked, { tools, toolChoice: tools && given.toolChoice }, wire.toolNames);
  const wrong = [...checkCapabilities(wire, stream), ...checkConversation(request), ...checkSettings(given)];
  refuse([...wrong, ...problems, ...flaws, ...offered.problems], known);

  const conversation: readonly Message[] = messages ?? [{ role: 'user', content: prompt as string }];
  // An empty list says nothing, but some APIs refuse it.
  const settings = {
    ...given,
    tools: offered.tools,
    toolChoice: offered.toolChoice,
    responseFormat: asked?.byTool ? undefined : asked?.format,
    stop: given.stop?.length ? [...given.stop] : undefined,
  };
  refuseUncarried(settings, conversation, wire, known);
  const call = {
    ...settings,
    maxTokens: settings.maxTokens ?? config.maxTokens,
    temperature: settings.temperature ?? config.temperature,
    topP: settings.topP ?? config.topP,
    model: settings.model ?? config.model,
    provider,
    config,
    prompt,
    stream,
    messages: prepareMessages(conversation, provider, wire),
  };
  return { call, asked };
}

/**
 * The body of a call as it is sent, with the request's `extraBody` merged in last.
 *
 * @throws {InvalidInputError} for what can't be written as JSON.
 */
export function encodeBody(call: Call, wire: Wire): string {
  const body = wire.encode(call);
  try {
    return JSON.stringify(call.extraBody ? merged(body, call.extraBody) : body);
  } catch {
    const { provider, model } = call;
    throw new InvalidInputError('the request can not be written as JSON; it holds a cycle, a function or a BigInt', {
      provider,
      model,
    });
  }
}

function merged(body: JsonObject, extraBody: JsonObject): JsonObject {
  const whole = structuredClone(body);
  merge(whole, extraBody);
  return whole;
}

function requestOf(input: CompletionInput, provider: string): CompletionRequest {
  if (typeof input === 'string') return { prompt: input };
  if (Array.isArray(input)) return { messages: input };
  if (isObject(input)) return input as CompletionRequest;
  throw new InvalidInputError('the request must be a string, a list of messages, or an object with messages or prompt', {
    provider,
  });
}

function checkCapabilities({ capabilities }: Wire, stream: boolean): string[] {
  const needed: Capability[] = stream ? ['chat', 'stream'] : ['chat'];
  const lacking = needed.filter((capability) => !capabilities.includes(capability));
  return lacking.map((capability) => `this API can not do it (no capability "${capability}")`);
}

function checkConversation({ messages, prompt }: CompletionRequest): string[] {
  if ((messages === undefined) === (prompt === undefined)) return ['messages, prompt: give exactly one of them'];
  if (messages !== undefined) return checkMessages(messages);
  return typeof prompt === 'string' && prompt !== '' ? [] : ['prompt: must be a string that is not empty'];
}

function refuseUncarried(
  settings: Record<string, unknown>,
  messages: readonly Message[],
  wire: Wire,
  known: { provider: string; model: string },
): void {
  const { settings: carried, capabilities } = wire;
  const uncarried = Object.keys(settings).filter(
    (key) => settings[key] !== undefined && key !== 'model' && key !== 'extraBody' && !carried.includes(key as Setting),
  );
  const hasTools = capabilities.includes('tools');
  const problems = uncarried.map((key) =>
    !hasTools && (key === 'tools' || key === 'toolChoice')
      ? `${key}: tools are not sent to this API (no capability "tools")`
      : `${key}: is not sent to this API (${carried.join(', ')} are; ${wire.elsewhere?.[key as Setting] ?? 'extraBody takes what only one provider has'})`,
  );
  problems.push(...refusedMedia(messages, wire));
  if (!hasTools && holds(messages, ['tool-call']))
    problems.push('messages: tool calls are not sent to this API (no capability "tools")');
  refuse(problems, known);
}

function holds(messages: readonly Message[], types: readonly Part['type'][]): boolean {
  return messages.some(({ content }) => typeof content !== 'string' && content.some(({ type }) => types.includes(type)));
}
