import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readTools } from '../../src/client/tools.ts';
import type { Json, Message, Tool, ToolCall } from '../../src/message.ts';
import type { ToolHandler } from '../../src/tools/tool-handler.ts';
import { type ToolOutcome, ToolSet } from '../../src/tools/tool-set.ts';

const { signal } = new AbortController();
const messages: Message[] = [{ role: 'user', content: 'Hi' }];

/** What comes of a call of the one tool there is. */
async function outcome(handler: ToolHandler, call: Partial<ToolCall> = {}, tool: Partial<Tool> = {}): Promise<ToolOutcome> {
  const tools: Tool[] = [{ name: 'look', ...tool }];
  const set = new ToolSet(readTools(tools, undefined).tools ?? [], tools, { look: handler });
  const toolCall: ToolCall = { id: 'call-1', name: 'look', arguments: {}, argumentsText: '{}', ...call };
  return set.answer({ signal, toolCall, messages });
}

/** What the model gets for it. */
async function answer(handler: ToolHandler, call: Partial<ToolCall> = {}, tool: Partial<Tool> = {}): Promise<Message> {
  return (await outcome(handler, call, tool)).message;
}

const never: ToolHandler = () => {
  throw new Error('it should not have been run');
};

describe('ToolSet', () => {
  it('answers as a tool message that names call and tool', async () => {
    expect(await answer(() => 'found')).toEqual({ role: 'tool', name: 'look', toolCallId: 'call-1', content: 'found' });
  });

  it.each<[unknown, string]>([
    ['', ''],
    ['as it is', 'as it is'],
    [{ a: [1, 'b'] }, '{"a":[1,"b"]}'],
    [[], '[]'],
    [0, '0'],
    [false, 'false'],
    [null, 'null'],
    [undefined, 'null'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
  ])('sends %j as %s', async (result, content) => {
    expect(await answer(async () => result)).not.toHaveProperty('isError');
    expect((await answer(() => result)).content).toBe(content);
  });

  it('gives a handler the arguments, the call, the conversation and the signal, and its own object', async () => {
    const handlers = {
      look(args: unknown, context: object): string {
        return JSON.stringify([args, context, this === handlers]);
      },
    };
    const tools = [{ name: 'look' }];
    const set = new ToolSet(readTools(tools, undefined).tools ?? [], tools, handlers);
    const toolCall = { id: 'a', name: 'look', arguments: { b: 1 }, argumentsText: '{"b":1}' };
    const { message } = await set.answer({ signal, toolCall, messages });
    expect(JSON.parse(message.content as string)).toEqual([{ b: 1 }, { signal: {}, toolCall, messages }, true]);
  });

  it('keeps the call as it was whatever the handler does to the arguments', async () => {
    const args: Json = { list: [1] };
    await answer(({ list }) => list.push(2), { arguments: args });
    expect(args).toEqual({ list: [1] });
  });

  const cycle: Record<string, unknown> = {};
  cycle.itself = cycle;
  it.each<[string, ToolHandler, Partial<ToolCall>, RegExp]>([
    ['a tool that is not there', never, { name: 'loook' }, /^there is no tool "loook"; the tools are: look$/],
    ['a tool of the prototype', never, { name: 'constructor' }, /^there is no tool "constructor"/],
    ['arguments that are no JSON', never, { arguments: undefined, argumentsText: '{"a' }, /^the arguments are no JSON/],
    ['arguments that are no object', never, { arguments: [1] }, /^the arguments do not fit .* must be object$/],
    [
      'a handler that throws',
      () => {
        throw new RangeError('too far');
      },
      {},
      /^too far$/,
    ],
    ['a handler that rejects', () => Promise.reject(new Error('too late')), {}, /^too late$/],
    ['a handler that rejects with text', () => Promise.reject('no'), {}, /^no$/],
    ['a handler that rejects with nothing', () => Promise.reject(), {}, /^the tool failed$/],
    [
      'a handler that throws what can not even be looked at',
      () => {
        throw {
          get message(): string {
            throw new Error('hands off');
          },
        };
      },
      {},
      /^the tool failed$/,
    ],
    ['a result with a cycle', () => cycle, {}, /^the tool was run, but its result can not be written as JSON$/],
    ['a result with a BigInt', () => ({ a: 1n }), {}, /can not be written as JSON$/],
    [
      'a Map as result',
      () => new Map([['a', 1]]),
      {},
      /^the tool was run, but its result can not be written as JSON: it holds a Map$/,
    ],
    ['a result with a Set', () => ({ a: [new Set()] }), {}, /can not be written as JSON: it holds a Set$/],
    ['a function as result', () => never, {}, /can not be written as JSON$/],
  ])('tells the model of %s', async (_what, handler, call, says) => {
    const { content, isError } = await answer(handler, call);
    expect(isError).toBe(true);
    expect(content).toMatch(says);
  });

  it('takes a Map that tells its JSON itself', async () => {
    const entries = Object.assign(new Map([['a', 1]]), { toJSON: () => ({ a: 1 }) });
    expect(await answer(() => entries)).toMatchObject({ content: '{"a":1}' });
  });

  it('keeps what a handler throws, as it is', async () => {
    const bug = new RangeError('too far', { cause: 'a bug' });
    expect((await outcome(() => Promise.reject(bug))).error).toBe(bug);
    const nothing = await outcome(() => Promise.reject());
    expect([Object.hasOwn(nothing, 'error'), nothing.error]).toEqual([true, undefined]);
  });

  it("keeps what a schema library's schema throws, and why a result is no JSON", async () => {
    const bug = new RangeError('not on the map');
    const parameters = z.object({}).transform(() => {
      throw bug;
    });
    expect((await outcome(never, {}, { parameters })).error).toBe(bug);
    expect((await outcome(() => ({ a: 1n }))).error).toMatchObject({ cause: expect.any(TypeError) });
  });

  it.each<[string, Partial<ToolCall>]>([
    ['names no tool', { name: 'loook' }],
    ['has arguments that are no JSON', { arguments: undefined, argumentsText: '{"a' }],
    ['has arguments that do not fit', { arguments: [1] }],
  ])("has no error for a call that %s, which is the model's fault", async (_what, call) => {
    expect(await outcome(never, call)).not.toHaveProperty('error');
  });
});
