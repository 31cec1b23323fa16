import { InvalidInputError } from '../errors.ts';
import type { JsonObject, Message, Part } from '../message.ts';
import type { Call, ResolvedConfig, Setting, Wire } from '../provider.ts';
import type { Capability, CompletionInput, CompletionRequest } from '../types.ts';
import { isObject, merge } from './merge.ts';
import { checkMessages, checkSettings, refuse } from './validate.ts';

/**
 * A request, checked, with the config's settings filled in.
 *
 * @throws {InvalidInputError} naming every parameter that is wrong, or what the wire can't carry.
 */
export function createCall(input: CompletionInput, provider: string, wire: Wire, config: ResolvedConfig, stream: boolean): Call {
  const request = requestOf(input, provider);
  const { messages, prompt, ...settings } = request;
  const known = { provider, model: config.model };
  refuse([...checkCapabilities(wire, stream), ...checkConversation(request), ...checkSettings(settings)], known);

  const conversation: readonly Message[] = messages ?? [{ role: 'user', content: prompt as string }];
  refuseUncarried({ ...settings }, conversation, wire, known);
  return {
    ...settings,
    maxTokens: settings.maxTokens ?? config.maxTokens,
    temperature: settings.temperature ?? config.temperature,
    topP: settings.topP ?? config.topP,
    model: settings.model ?? config.model,
    provider,
    config,
    prompt,
    stream,
    messages: conversation.map((message) => ownParts(message, provider)),
  };
}

/** The body of a call, with the request's `extraBody` merged in last. */
export function encodeBody(call: Call, wire: Wire): JsonObject {
  const body = wire.encode(call);
  if (!call.extraBody) return body;
  const merged = structuredClone(body);
  merge(merged, call.extraBody);
  return merged;
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
  const problems = uncarried.map(
    (key) => `${key}: is not sent to this API (${carried.join(', ')} are; extraBody takes what only one provider has)`,
  );
  const seen = messages.some(
    ({ content }) => typeof content !== 'string' && content.some(({ type }) => type === 'image' || type === 'file'),
  );
  if (seen && !capabilities.includes('vision'))
    problems.push('messages: images and files are not sent to this API (no capability "vision")');
  refuse(problems, known);
}

/** Leaves out what only other providers understand. */
function ownParts(message: Message, provider: string): Message {
  const { content } = message;
  if (typeof content === 'string' || !content.some((part) => part.type === 'opaque' || part.providerMetadata)) return message;
  const own = content.filter((part) => part.type !== 'opaque' || part.providerMetadata?.[provider]);
  return { ...message, content: own.map((part) => ownMetadata(part, provider)) };
}

function ownMetadata(part: Part, provider: string): Part {
  const { providerMetadata, ...rest } = part;
  const own = providerMetadata?.[provider];
  return own ? { ...rest, providerMetadata: { [provider]: own } } : rest;
}
