import { didYouMean } from '../config/nearest.ts';
import { InvalidInputError } from '../errors.ts';
import type { FinishReason } from '../message.ts';
import { optionsOf } from '../registry/define.ts';
import { WIRES } from '../simulator/wires.ts';
import { COUNTS } from '../tools/dialogue.ts';
import type { Client } from '../types.ts';
import type { ErrorFixture, ExpectedAnswer, Fixture } from './fixture.ts';
import type { DialectPlugin, ProviderUnderTest, RegisteredProvider, WirePlugin } from './given.ts';

const OF_REGISTRY = ['provider', 'api', 'config', 'registry', 'except'];
const OF_PLUGIN = ['plugin', 'api', 'config', 'except', 'fixtures'];
const WITH_FIXTURES = ['errors', 'asksForStream'];
const IN_FIXTURE = ['name', 'request', 'frames', 'body', 'expect', 'sent'];
const IN_EXPECT = ['finishReason', 'rawFinishReason', 'content', 'reasoning', 'toolCalls', 'usage', 'id', 'model', 'citations'];
const IN_USAGE = [...COUNTS, 'estimated'];
const IN_CALL = ['id', 'name', 'arguments', 'argumentsText'];
const FINISH_REASONS: readonly FinishReason[] = ['stop', 'length', 'tool_calls', 'content_filter', 'error', 'other'];
const IN_SENT = ['path', 'headers', 'body'];
const IN_ERROR = ['status', 'body', 'frame', 'expect'];
const IN_FAILURE = ['code', 'message', 'retryable'];

const NEEDED = 'give at least one whole answer ("body") and one stream ("frames")';

/** @throws {InvalidInputError} if a client gives streams, and no fixture shows one. */
export function checkStreams({ fixtures }: WirePlugin, { capabilities }: Client): void {
  if (!capabilities.has('stream') || fixtures.some(({ frames }) => frames !== undefined)) return;
  throw bad(`no fixture has "frames": ${NEEDED}, or leave out the capability "stream"`);
}

/**
 * Which of the forms of the first argument it is.
 *
 * @throws {InvalidInputError} that says what is wrong, where, and what it should be.
 */
export function checkGiven(given: ProviderUnderTest): RegisteredProvider | DialectPlugin | WirePlugin {
  if (!isObject(given)) throw bad('give an object: { plugin, ... }, or { provider, api, ... } of a registry');
  if ((given.plugin === undefined) === (given.provider === undefined)) {
    throw bad('give either "plugin", the class, or "provider", the name of one in a registry');
  }
  const known = given.plugin === undefined ? OF_REGISTRY : [...OF_PLUGIN, ...WITH_FIXTURES];
  refuseUnknown(given, known, '');
  const lone =
    given.fixtures === undefined && Object.entries(given).find(([key, value]) => isOfFixtures(key) && value !== undefined);
  if (lone) throw bad(`"${lone[0]}" belongs to "fixtures", which are missing`);
  checkApi(given);
  if (given.plugin === undefined) return given;
  const options = optionsOf(given.plugin);
  if (!options) throw bad('"plugin" is no plugin: give the class that has @provider({...}), or what definePlugin({...}) gives');
  checkConfig(given.config);
  if (given.fixtures !== undefined) checkFixtures(given as WirePlugin);
  return given;
}

function checkApi({ plugin, api, fixtures }: ProviderUnderTest): void {
  if (api === undefined && plugin !== undefined) return;
  if (fixtures !== undefined) throw bad('give either "api", one that the simulator speaks, or "fixtures" of a wire of its own');
  if (!Object.hasOwn(WIRES, String(api))) {
    throw bad(`"api" must be one that the simulator speaks (${Object.keys(WIRES).join(', ')}), was ${JSON.stringify(api)}`);
  }
}

function checkConfig(config: ProviderUnderTest['config'] = {}): void {
  if (!isObject(config)) throw bad('"config" must be an object');
  const { apiKey = '', baseURL } = config;
  if (baseURL !== undefined) throw bad('config.baseURL is where the kit serves the API: leave it out');
  if (typeof apiKey !== 'string') throw bad('config.apiKey must be a string, so that it can be looked for in errors');
}

function checkFixtures({ fixtures, errors = [], asksForStream }: WirePlugin): void {
  if (!Array.isArray(fixtures)) throw bad('"fixtures" must be a list');
  for (const [index, fixture] of fixtures.entries()) checkFixture(fixture, `fixtures[${index}]`);
  const names = fixtures.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw bad(`two fixtures have the name "${twice}"`);
  if (!fixtures.some(({ body }) => body !== undefined)) throw bad(`no fixture has "body": ${NEEDED}`);
  if (!Array.isArray(errors)) throw bad('"errors" must be a list');
  for (const [index, error] of errors.entries()) checkError(error, `errors[${index}]`);
  if (asksForStream !== undefined && typeof asksForStream !== 'function') throw bad('"asksForStream" must be a function');
}

function checkFixture(fixture: Fixture, at: string): void {
  if (!isObject(fixture)) throw bad(`${at} must be an object`);
  refuseUnknown(fixture, IN_FIXTURE, `${at}.`);
  const { name, request, frames, body, expect, sent = {} } = fixture;
  if (typeof name !== 'string' || name === '') throw bad(`${at}.name must be a string that is not empty`);
  if (typeof request !== 'string' && !isObject(request)) throw bad(`${at}.request must be a string or a CompletionRequest`);
  if (body !== undefined && (typeof body !== 'object' || ArrayBuffer.isView(body))) {
    throw bad(`${at}.body must be the whole answer as an object or a list, not as text or bytes: JSON.parse it`);
  }
  if (frames === undefined && body === undefined) throw bad(`${at} has neither "frames" nor "body"`);
  if (frames !== undefined && !(Array.isArray(frames) && frames.length > 0 && frames.every(isFrame))) {
    throw bad(`${at}.frames must be a list of strings or bytes, none of them empty`);
  }
  checkExpected(expect, `${at}.expect`);
  if (!isObject(sent)) throw bad(`${at}.sent must be an object`);
  refuseUnknown(sent, IN_SENT, `${at}.sent.`);
}

function checkExpected(expect: ExpectedAnswer, at: string): void {
  if (!isObject(expect) || !FINISH_REASONS.includes(expect.finishReason)) {
    throw bad(`${at} must have a finishReason, one of ${FINISH_REASONS.join(', ')}`);
  }
  refuseUnknown(expect, IN_EXPECT, `${at}.`);
  const { usage = {}, toolCalls = [] } = expect;
  if (!isObject(usage)) throw bad(`${at}.usage must be an object`);
  refuseUnknown(usage, IN_USAGE, `${at}.usage.`);
  if (!Array.isArray(toolCalls) || !toolCalls.every(isObject)) throw bad(`${at}.toolCalls must be a list of objects`);
  for (const [index, call] of toolCalls.entries()) refuseUnknown(call, IN_CALL, `${at}.toolCalls[${index}].`);
}

function checkError(error: ErrorFixture, at: string): void {
  if (!isObject(error)) throw bad(`${at} must be an object`);
  refuseUnknown(error, IN_ERROR, `${at}.`);
  const { status, frame, expect } = error;
  if ((status === undefined) === (frame === undefined)) {
    throw bad(`${at} must have either "status" and "body", or "frame": the event of a stream that tells of the failure`);
  }
  if (frame !== undefined && !isFrame(frame)) throw bad(`${at}.frame must be a string or bytes`);
  if (status !== undefined && !(Number.isInteger(status) && status >= 400 && status < 600)) {
    throw bad(`${at}.status must be from 400 to 599`);
  }
  if (!isObject(expect) || typeof expect.code !== 'string') throw bad(`${at}.expect must have a code`);
  refuseUnknown(expect, IN_FAILURE, `${at}.expect.`);
}

function refuseUnknown(value: object, known: readonly string[], at: string): void {
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined || known.includes(key)) continue;
    throw bad(`${at}${key} is not known${didYouMean(key, known, `: there is ${known.join(', ')}`)}`);
  }
}

const isOfFixtures = (key: string): boolean => WITH_FIXTURES.includes(key);

function isFrame(value: unknown): boolean {
  return (typeof value === 'string' || value instanceof Uint8Array) && value.length > 0;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bad(what: string): InvalidInputError {
  return new InvalidInputError(`describeProvider: ${what}`);
}
