import { describe, expect, it } from '@jest/globals';
import { checkMessages } from '../../src/client/conversation.ts';

const user = { role: 'user', content: 'Hi' };
const call = { type: 'tool-call', id: 'call-1', name: 'look_up', arguments: {}, argumentsText: '{}' };

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
