import { describe, expect, it } from '@jest/globals';
import { checkMessages } from '../../src/client/conversation.ts';
import type { Message, Part, ToolCallPart } from '../../src/message.ts';

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
    [[{ ...user, cache: 'yes' }], 'messages[0].cache: must be true or false'],
    [[user, calls('a'), result('a', { cache: 1 })], 'messages[2].cache: must be true or false'],
    [[{ ...user, cacheControl: { type: 'ephemeral' } }], 'messages[0].cacheControl: is not known; a mark for the provider'],
    [[user, calls('a'), result('a', { cached: true })], 'messages[2].cached: is not known; did you mean "cache"'],
    [[says({ type: 'text', text: 'a', cache: null as never })], 'messages[0].content[0].cache: must be true or false'],
    [[{ role: 'user', content: [{ type: 'text', text: 'a', cache_control: {} }] }], 'messages[0].content[0].cache_control:'],
    [[{ role: 'user', content: [{ type: 'image', url: 'https://a.test/b.png', cache: 1 }] }], 'messages[0].content[0].cache:'],
    [
      [user, says({ type: 'image', url: 'https://a.test/b.png' })],
      'messages[1].content[0].type: an image belongs into a message',
    ],
    [[user, { role: 'system', content: [{ type: 'file', url: 'https://a.test/b' }] }], 'messages[1].content[0].type: a file'],
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
    [[{ ...user, cache: true }, says({ type: 'text', text: 'a', cache: false }), calls('a'), result('a', { cache: true })]],
    [[{ role: 'user', content: [{ type: 'image', url: 'https://a.test/b.png', cache: true, providerMetadata: {} }] }]],
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
