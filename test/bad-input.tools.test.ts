import { describe, expect, it } from '@jest/globals';
import type { Message, ToolCallPart } from '../src/message.ts';
import type { CompletionInput } from '../src/types.ts';
import { ALL, clientOf } from './support/built-in-apis.ts';
import { thrownBy } from './support/failure.ts';
import { FakeTransport } from './support/fake-transport.ts';

const user: Message = { role: 'user', content: 'What is the time?' };
const call = (id: string, argumentsText = '{"zone":"Graz"}'): ToolCallPart => ({
  type: 'tool-call',
  id,
  name: 'get_time',
  arguments: undefined,
  argumentsText,
});
const calls = (...content: ToolCallPart[]): Message => ({ role: 'assistant', content });
const result = (toolCallId: string): Message => ({ role: 'tool', toolCallId, content: 'noon' });
const tool = { name: 'get_time', parameters: { type: 'object', properties: { zone: { type: 'string' } } } };
const withSchema = (parameters: unknown) => ({ prompt: 'Hi', tools: [{ name: 'get_time', parameters }] });

const REFUSED: [what: string, request: unknown, says: RegExp][] = [
  ['a schema that is text', withSchema('{"type":"object"}'), /tools\[0\]\.parameters: must be JSON Schema/],
  ['a schema of a type that is none', withSchema({ type: 'strin' }), /tools\[0\]\.parameters/],
  ['a schema of a string', withSchema({ type: 'string' }), /tools\[0\]\.parameters\.type: must be "object"/],
  ['a schema with a wrong property', withSchema({ properties: { a: 'string' } }), /tools\[0\]\.parameters\.properties\.a/],
  ['a tool without a name', { prompt: 'Hi', tools: [{}] }, /tools\[0\]\.name/],
  ['two tools of one name', { prompt: 'Hi', tools: [tool, tool] }, /tools\[1\]\.name.*earlier/],
  ['a choice of what is not offered', { prompt: 'Hi', tools: [tool], toolChoice: { name: 'x' } }, /toolChoice\.name.*"x"/],
  ['a choice without tools', { prompt: 'Hi', toolChoice: 'required' }, /toolChoice/],
  ['a result without a call', { messages: [user, result('a')] }, /messages\[1\]\.toolCallId/],
  ['two results of a call', { messages: [user, calls(call('a')), result('a'), result('a')] }, /messages\[3\]\.toolCallId/],
  ['a call without a result', { messages: [user, calls(call('a'))] }, /messages: end without a result/],
  ['a call without one in the middle', { messages: [user, calls(call('a')), user] }, /messages\[2\]: comes without a result/],
  ['one of two calls without one', { messages: [user, calls(call('a'), call('b')), result('b')] }, /call 'a'/],
  ["another API's tool message", { messages: [user, { role: 'tool', tool_call_id: 'a', content: 'x' }] }, /"toolCallId"/],
];

const ODD: [what: string, argumentsText: string][] = [
  ['empty', ''],
  ['blank', ' \n'],
  ['null', 'null'],
  ['cut off', '{"zone":"Graz'],
  ['no JSON', 'zone=Graz'],
  ['a list', '["Graz"]'],
  ['text in quotes', '"Graz"'],
  ['a number', '5'],
  ['half a character', '{"zone":"\ud83d Graz"}'],
];

describe.each(ALL)('$label', (one) => {
  const transport = new FakeTransport();
  const client = clientOf(one, transport);
  const hasTools = client.capabilities.has('tools');

  it('refuses what is wrong with tools before anything is sent, and says where', async () => {
    for (const [what, request, says] of REFUSED) {
      const error = thrownBy(() => client.encode(request as CompletionInput));
      expect([what, error.code, error.message]).toEqual([what, 'INVALID_INPUT', expect.stringMatching(says)]);
      await expect(client.complete(request as CompletionInput)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    expect(transport.requests).toEqual([]);
  });

  (hasTools ? it : it.skip)('takes calls back whose arguments are odd, and loses nothing of them', () => {
    for (const [what, argumentsText] of ODD) {
      const messages = [user, calls(call('a', argumentsText)), result('a')];
      const body = JSON.stringify(client.encode({ messages, tools: [tool] }).body);
      const place = argumentsText.includes('Graz') ? 'Graz' : argumentsText === '5' ? '5' : 'get_time';
      expect([what, body]).toEqual([what, expect.stringContaining(place)]);
    }
  });

  (hasTools ? it.skip : it)('refuses all tools, naming the capability', () => {
    const requests = [{ prompt: 'Hi', tools: [tool] }, { messages: [user, calls(call('a')), result('a')] }];
    for (const request of requests) {
      expect(thrownBy(() => client.encode(request as CompletionInput)).message).toContain('no capability "tools"');
    }
  });
});
