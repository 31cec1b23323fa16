import { describe, expect, it } from '@jest/globals';
import { checkMessages, prepareMessages } from '../../src/client/conversation.ts';
import type { Message, Part, ToolCallPart } from '../../src/message.ts';
import { deepFreeze } from '../support/failure.ts';

const user: Message = { role: 'user', content: 'Hi' };
const callOf = (id: string, name = 'look_up'): ToolCallPart => ({
  type: 'tool-call',
  id,
  name,
  arguments: {},
  argumentsText: '{}',
});
const call = callOf('call-1');
const says = (...content: Part[]): Message => ({ role: 'assistant', content });
const calls = (...ids: string[]): Message => says(...ids.map((id) => callOf(id)));
const result = (toolCallId: string, more: object = {}): Message => ({ role: 'tool', content: 'done', toolCallId, ...more });

describe('checkMessages', () => {
  it.each([
    [null, 'messages: must be a list'],
    ['Hi', 'messages: must be a list'],
    [{}, 'messages: must be a list'],
    [[], 'messages: must not be empty'],
    [[null], 'messages[0]: must be an object'],
    [[false, user], 'messages[0]: must be an object'],
    [['Hi'], 'messages[0]: must be an object'],
    [[[user]], 'messages[0]: must be an object'],
    [[user, { role: 'bot', content: 'x' }], 'messages[1].role: must be one of system, user, assistant, tool'],
    [[{ role: 'User', content: 'x' }], 'messages[0].role:'],
    [[{ content: 'x' }], 'messages[0].role:'],
    [[{ role: 1n, content: 'x' }], 'messages[0].role:'],
    [[{ role: ['user'], content: 'x' }], 'messages[0].role:'],
    [[{ role: 'user' }], 'messages[0].content:'],
    [[{ role: 'user', content: null }], 'messages[0].content:'],
    [[{ role: 'user', content: 5 }], 'messages[0].content:'],
    [[{ role: 'user', content: '' }], 'messages[0].content: must not be empty'],
    [[{ role: 'user', content: [] }], 'messages[0].content: must not be empty'],
    [[{ role: 'user', content: [null] }], 'messages[0].content[0]:'],
    [[{ role: 'user', content: ['Hi'] }], 'messages[0].content[0]:'],
    [[{ role: 'user', content: [{ type: 'image_url' }] }], 'messages[0].content[0].type:'],
    [[{ role: 'user', content: [{ type: 1n }] }], 'messages[0].content[0].type:'],
    [[{ role: 'user', content: [{ text: 'Hi' }] }], 'messages[0].content[0].type:'],
    [[{ role: 'user', content: [{ type: 'text' }] }], 'messages[0].content[0].text:'],
    [[{ role: 'user', content: [{ type: 'text', text: null }] }], 'messages[0].content[0].text:'],
    [[user, { role: 'assistant', content: [{ type: 'reasoning', text: 5 }] }], 'messages[1].content[0].text:'],
    [[user, { role: 'assistant', content: [{ type: 'tool-call', id: 'a' }] }], 'messages[1].content[0]:'],
    [[user, { role: 'assistant', content: [{ type: 'tool-call', name: 'a' }] }], 'messages[1].content[0]:'],
    [[user, calls('')], 'messages[1].content[0]: a tool call needs an id'],
    [[user, says({ ...call, arguments: 1n as never, argumentsText: ' ' })], 'messages[1].content[0].arguments: must be JSON'],
    [[user, says(callOf('a', ''))], 'messages[1].content[0]: a tool call needs an id'],
    [[{ role: 'user', content: [call] }], 'messages[0].content[0].type: a tool call belongs into a message of the assistant'],
    [[user, { role: 'system', content: [call] }], 'messages[1].content[0].type: a tool call belongs'],
    [[user, calls('a'), result('a', { content: [call] })], 'messages[2].content[0].type: the result of a tool is text'],
    [[user, calls('a'), result('a', { content: [{ type: 'image', url: 'x' }] })], 'messages[2].content[0].type:'],
    [[user, calls('a'), result('a', { content: null })], 'messages[2].content:'],
    [[user, calls('a'), result('a', { content: { ok: true } })], 'messages[2].content:'],
    [[user, calls('a'), result('a', { isError: 'yes' })], 'messages[2].isError: must be true or false'],
    [[user, calls('a'), result('a', { name: 5 })], 'messages[2].name: must be a string'],
    [
      [user, calls('a'), { role: 'tool', content: 'x', tool_call_id: 'a' }],
      'tool_call_id: is not known; did you mean "toolCallId"',
    ],
    [[user, calls('a'), result('a', { is_error: true })], 'messages[2].is_error: is not known; did you mean "isError"'],
    [[user, { role: 'tool', content: 'x' }], 'messages[1].toolCallId:'],
    [[user, { role: 'tool', content: 'x', toolCallId: '' }], 'messages[1].toolCallId:'],
    [[{ role: 'system', content: 'x' }], 'messages: need one that is not from the system'],
  ])('refuses %p', (messages, says) => {
    const problems = checkMessages(messages);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(says);
  });

  it.each([
    [[user]],
    [[{ role: 'system', content: '' }, user]],
    [[user, { role: 'assistant', content: '' }, user]],
    [[user, { role: 'assistant', content: [] }, user]],
    [[{ role: 'user', content: [{ type: 'text', text: '' }] }]],
    [[user, { role: 'assistant', content: [call] }, { role: 'tool', content: '', toolCallId: 'call-1', isError: true }]],
    [[user, calls('a'), result('a', { name: 'look_up', content: [{ type: 'text', text: 'done' }] })]],
    [[user, calls('a'), result('a', { id: 'message 3', name: undefined, isError: undefined })]],
    [[calls('a'), result('a')]],
    [[user, calls('a', 'b'), result('b'), result('a'), user]],
    [[user, calls('a'), result('a'), calls('b'), result('b'), says()]],
    [[user, calls('a'), result('a'), calls('a'), result('a')]],
    [[user, calls('0', '0'), result('0'), result('0')]],
  ])('takes %j', (messages) => {
    expect(checkMessages(messages)).toEqual([]);
  });

  it('tells every bad message', () => {
    expect(checkMessages([null, { role: 'user', content: '' }, user, { role: 'x', content: '' }])).toHaveLength(3);
  });

  it('refuses a tool call without the text of its arguments, which all that follows counts on', () => {
    const content = [{ type: 'tool-call', id: 'a', name: 'f', arguments: {} }];
    expect(checkMessages([user, { role: 'assistant', content }])).toEqual([expect.stringContaining('messages[1].content[0]')]);
  });

  it('refuses a list with holes', () => {
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tried
    expect(checkMessages([user, , user])).toEqual([expect.stringContaining('messages[1]')]);
  });
});

describe('checkMessages of the turns of tools', () => {
  const wrong: [what: string, messages: Message[], says: string][] = [
    ['a result without any call', [user, result('a')], "messages[1].toolCallId: no call of the message before it has the id 'a'"],
    ['a result of another call', [user, calls('a'), result('a'), result('b')], "messages[3].toolCallId: no call .* id 'b'"],
    ['two results of a call', [user, calls('a'), result('a'), result('a')], "messages[3].toolCallId: the call 'a' has a result"],
    ['three results of two calls', [user, calls('0', '0'), result('0'), result('0'), result('0')], 'messages[4].toolCallId: the'],
    ['a result after the next message', [user, calls('a'), result('a'), user, result('a')], 'messages[4].toolCallId: no call'],
    ['a call without a result at the end', [user, calls('a')], "messages: end without a result of the tool call 'a'; add a"],
    ['one of two without one at the end', [user, calls('a', 'b'), result('b')], "messages: end .* call 'a';"],
    ['two of three without one', [user, calls('a', 'b', 'c'), result('b'), user], "messages[3]: comes .* call 'a', 'c';"],
    ['a call without a result in the middle', [user, calls('a'), user], "messages[2]: comes without a result .* 'a';"],
    ['a call before the next calls', [user, calls('a'), calls('b'), result('b')], "messages[2]: comes .* 'a';"],
    ['a system message between them', [user, calls('a'), { role: 'system', content: 'x' }, result('a')], 'messages[2]: comes'],
    ['one of two calls with one id', [user, calls('0', '0'), result('0'), user], "messages[3]: comes .* call '0';"],
  ];
  it.each(wrong)('refuses %s', (_what, messages, says) => {
    const pattern = says.replaceAll(/[[\]]/g, '\\$&');
    expect(checkMessages(messages)[0]).toMatch(new RegExp(`^${pattern}`));
  });

  it('tells each of several', () => {
    expect(checkMessages([user, result('a'), calls('b'), user, calls('c')])).toHaveLength(3);
  });

  it('shows no more of a giant id than an error can bear', () => {
    expect(checkMessages([user, result('x'.repeat(10_000))])[0]?.length).toBeLessThan(200);
  });
});

describe('prepareMessages', () => {
  const idsOf = (messages: readonly Message[]): unknown[] =>
    messages.flatMap(({ role, content, toolCallId }): unknown[] => {
      if (role === 'tool') return [`= ${toolCallId}`];
      return typeof content === 'string' ? [] : content.map((part) => part.type === 'tool-call' && part.id);
    });
  const prepared = (messages: Message[], toolCallIds?: RegExp) =>
    prepareMessages(deepFreeze(structuredClone(messages)), 'acme', toolCallIds);

  it('gives each tool message the name of its tool, and keeps one that it has', () => {
    const turn = [says(callOf('a', 'add'), callOf('b', 'sub')), result('b'), result('a', { name: 'plus' })];
    const next = [says(callOf('a', 'mul')), result('a')];
    expect(prepared([user, ...turn, ...next]).flatMap(({ role, name }) => (role === 'tool' ? [name] : []))).toEqual([
      'sub',
      'plus',
      'mul',
    ]);
  });

  it('leaves ids alone that any API takes, over turns too', () => {
    const messages = [user, calls('f:0', 'f:1'), result('f:1'), result('f:0'), calls('f:0'), result('f:0')];
    expect(idsOf(prepared(messages))).toEqual(['f:0', 'f:1', '= f:1', '= f:0', 'f:0', '= f:0']);
  });

  it('replaces the second of two ids that are the same, with the results and names in the order of the calls', () => {
    const messages = [user, says(callOf('0', 'add'), callOf('0', 'sub')), result('0', { content: '1' }), result('0')];
    const sent = prepared(messages);
    expect(idsOf(sent)).toEqual(['0', 'call00001', '= 0', '= call00001']);
    expect(sent.slice(2)).toMatchObject([{ name: 'add', content: '1' }, { name: 'sub' }]);
    expect(idsOf(prepared([...messages, calls('0', '0'), result('0'), result('0')])).slice(4)).toEqual([
      '0',
      'call00002',
      '= 0',
      '= call00002',
    ]);
  });

  it('does not make an id that a call of the same turn has', () => {
    const ids = idsOf(prepared([user, calls('0', '0', 'call00001'), result('call00001'), result('0'), result('0')]));
    expect(ids).toEqual(['0', 'call00001', 'call00002', '= call00002', '= 0', '= call00001']);
  });

  describe('for an API that takes few ids', () => {
    const NINE = /^[a-zA-Z0-9]{9}$/;
    const foreign = [user, calls('functions.f:0', 'abcdefghi'), result('abcdefghi'), result('functions.f:0')];

    it('replaces those of another form, in calls and results', () => {
      expect(idsOf(prepared(foreign, NINE))).toEqual(['call00001', 'abcdefghi', '= abcdefghi', '= call00001']);
      const long = 'x'.repeat(65);
      expect(idsOf(prepared([user, calls(long), result(long)], /^.{1,64}$/))).toEqual(['call00001', '= call00001']);
    });

    it('replaces those that were used before', () => {
      const again = [...foreign, calls('abcdefghi'), result('abcdefghi'), calls('functions.f:0'), result('functions.f:0')];
      const ids = idsOf(prepared(again, NINE));
      expect(ids.slice(4)).toEqual(['call00002', '= call00002', 'call00003', '= call00003']);
    });

    it('gives the same ids again when the conversation has grown', () => {
      const grown = [...foreign, user, calls('call00001'), result('call00001'), calls('0', '0'), result('0'), result('0')];
      const whole = prepared(grown, NINE);
      for (let length = 0; length < grown.length; length += 1) {
        expect(prepared(grown.slice(0, length), NINE)).toEqual(whole.slice(0, length));
      }
      const sent = whole.flatMap(({ content }) => (typeof content === 'string' ? [] : (content as ToolCallPart[])));
      expect(new Set(sent.map(({ id }) => id)).size).toBe(sent.length);
      expect(sent.every(({ id }) => NINE.test(id))).toBe(true);
    });

    it('is not misled by a pattern that remembers where it was', () => {
      const ids = ['abcdefghi', 'bcdefghij', 'cdefghijk'];
      expect(idsOf(prepared([user, calls(...ids), ...ids.map((id) => result(id))], /^[a-z]{9}$/g)).slice(0, 3)).toEqual(ids);
    });

    it('keeps what else a call has, and its place among the parts', () => {
      const own = { ...callOf('-'), providerMetadata: { acme: { signature: 's' }, other: { id: 1 } } };
      const [, sent] = prepared([user, says({ type: 'text', text: 'a' }, own, { type: 'text', text: 'b' }), result('-')], NINE);
      expect(sent?.content).toEqual([
        { type: 'text', text: 'a' },
        { ...callOf('call00001'), providerMetadata: { acme: { signature: 's' } } },
        { type: 'text', text: 'b' },
      ]);
    });
  });
});
