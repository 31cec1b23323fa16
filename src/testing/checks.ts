import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { inspect, isDeepStrictEqual } from 'node:util';
import type { LLMError } from '../errors.ts';
import type { Json } from '../message.ts';
import type { Answer } from '../simulator/answer.ts';
import type { Client, CompletionResponse, CompletionStream, RequestSettings, StreamEvent } from '../types.ts';
import { KEY, PROMPT, type Subject } from './subject.ts';

/** How long is waited for what must happen, on a machine that has other things to do. */
const PATIENCE_MS = 2000;

/** What a stream gave, and what it threw. */
export interface Reading {
  events: StreamEvent[];
  /** The text events, joined. */
  text: string;
  error?: LLMError | undefined;
}

/** Reads a stream to its end or its failure. */
export async function readThrough(stream: CompletionStream): Promise<Reading> {
  const reading: Reading = { events: [], text: '' };
  try {
    for await (const event of stream) {
      reading.events.push(event);
      if (event.type === 'text') reading.text += event.text;
    }
  } catch (error) {
    reading.error = typed(error);
  }
  return reading;
}

/** The typed error that something rejects with. */
export async function failureOf(work: PromiseLike<unknown>): Promise<LLMError> {
  let answer: unknown;
  try {
    answer = await work;
  } catch (error) {
    return typed(error);
  }
  return assert.fail(`it should fail, but it gives ${inspect(answer, { depth: 1, breakLength: Number.POSITIVE_INFINITY })}`);
}

/** By its code: a plugin with its own copy of the package has classes of its own. */
function typed(error: unknown): LLMError {
  const { code, name, message } = (error ?? {}) as Partial<LLMError>;
  const known = typeof code === 'string' && /^(INVALID|LLM|STREAM|CONTEXT|PLUGIN|INTERNAL)_/.test(code);
  assert.ok(known, `the error is none of ours: ${name} "${message}"`);
  assert.notEqual(code, 'INTERNAL_ERROR', `the error tells of a defect: ${message}`);
  return error as LLMError;
}

/** Compares as JSON does: without `undefined`, and whichever realm the objects come from. */
export function assertSame(actual: unknown, expected: unknown, message?: string): void {
  assert.deepEqual(plain(actual), plain(expected), message);
}

/** The same as a yes or no. */
export function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(plain(one), plain(other));
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null));
}

/** That an answer says what the simulator says, with the simulator's counts. */
export function assertAnswer(response: CompletionResponse, truth: Answer): void {
  assert.equal(response.content, truth.text);
  assertCalls(response, truth);
  const ends = truth.finish === 'length' || truth.finish === 'tool_calls';
  assert.equal(response.finishReason, ends ? truth.finish : 'stop');
  const { promptTokens, completionTokens, totalTokens, cachedTokens, estimated } = response.usage;
  assert.equal(totalTokens, promptTokens + completionTokens, 'usage.totalTokens must be the sum of prompt and completion tokens');
  assert.equal(response.tokensUsed, totalTokens, 'tokensUsed must be usage.totalTokens');
  assert.ok(promptTokens > 0 && completionTokens > 0, 'usage must count prompt and completion tokens');
  if (estimated) return;
  assert.equal(promptTokens, truth.promptTokens, 'usage.promptTokens is not what the provider counted');
  assert.equal(completionTokens, truth.completionTokens, 'usage.completionTokens is not what the provider counted');
  if (cachedTokens !== undefined)
    assert.equal(cachedTokens, truth.cachedTokens, 'usage.cachedTokens is not what the provider counted');
}

/** An API whose arguments are no text leaves out a call that is cut off. */
function assertCalls({ toolCalls, message }: CompletionResponse, { calls }: Answer): void {
  const told = calls.length > toolCalls.length ? calls.filter(({ arguments: parsed }) => parsed !== undefined) : calls;
  assertSame(
    toolCalls.map(({ name, arguments: parsed }) => ({ name, arguments: parsed })),
    told.map(({ name, arguments: parsed }) => ({ name, arguments: parsed })),
    'toolCalls is not what the provider calls',
  );
  for (const [index, { id, arguments: parsed, argumentsText }] of toolCalls.entries()) {
    assert.ok(id, 'a call must have an id');
    if (parsed === undefined) assert.equal(argumentsText, told[index]?.argumentsText, 'argumentsText must be what there is');
    else assertSame(JSON.parse(argumentsText), parsed, 'argumentsText and arguments must say the same');
  }
  assertSame(
    message.content.flatMap((part) => (part.type === 'tool-call' ? [part.id] : [])),
    toolCalls.map(({ id }) => id),
    'toolCalls must be the calls of message',
  );
}

/** That a request was refused for this, and nothing was sent. */
export function assertRefused({ simulator }: Subject, error: LLMError, names: RegExp): void {
  assert.equal(error.code, 'INVALID_INPUT');
  assert.match(error.message, names, 'the message must name the parameter');
  assert.equal(simulator.requests.length, 0, 'a bad request was sent');
}

/**
 * What two answers to one question have in common: all but times, ids of requests and of calls, which an API may not have, the
 * body, and usage that was not counted.
 */
export function comparable({ meta, raw, usage, tokensUsed, ...answer }: CompletionResponse, counted: boolean): object {
  const { status, attempts } = meta;
  const ids = new Map(answer.toolCalls.map(({ id }, index) => [id, `call ${index}`]));
  const named = JSON.parse(JSON.stringify(answer), (key, value) => (key === 'id' && ids.get(value)) || value);
  return { ...named, status, attempts, ...(counted && { usage, tokensUsed }) };
}

/** Waits until something is so. */
export async function eventually(what: string, isSo: () => boolean): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    assert.ok(performance.now() < until, `${what}, but not within ${PATIENCE_MS} ms`);
    await setTimeout(2);
  }
}

/** Whether a client sends a setting. Only a refusal that names it says that the API has none; whatever else goes wrong is for the rule to tell. */
export function takes(client: Client, setting: RequestSettings): boolean {
  try {
    client.encode({ prompt: 'Hi', ...setting });
    return true;
  } catch (error) {
    const { code, message } = error as LLMError;
    return !(code === 'INVALID_INPUT' && Object.keys(setting).some((name) => message.includes(name)));
  }
}

/** Whether a client gives streams. */
export function takesStreams({ capabilities }: Client): boolean {
  return capabilities.has('stream');
}

/** Whether a client can be asked to show what a model thinks: some show it, but only their server says when. */
export function takesReasoning(client: Client): boolean {
  return client.capabilities.has('reasoning') && takes(client, { reasoning: { effort: 'high' } });
}

/** In none of the forms in which things get into logs. */
export function assertSafe(value: unknown, what: string, told: readonly string[] = [KEY, PROMPT]): void {
  const inspected = inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null });
  const written = JSON.stringify(value) ?? '';
  for (const secret of told) {
    const name = secret === PROMPT ? 'prompt' : 'key';
    assert.ok(!inspected.includes(secret), `${what} shows the ${name} when it is inspected`);
    assert.ok(!written.includes(secret), `${what} shows the ${name} as JSON`);
    assert.ok(!String((value as Error | undefined)?.stack).includes(secret), `${what} shows the ${name} in its stack`);
  }
}
