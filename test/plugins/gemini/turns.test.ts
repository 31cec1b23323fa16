import { describe, expect, it } from '@jest/globals';
import { encode } from '../../../plugins/gemini/encode.ts';
import type { JsonObject, Message, Part, ToolCallPart } from '../../../src/plugin.ts';
import { createCall } from '../../openai-dialect/create-call.ts';

const MODEL = 'gemini-2.5-flash';

function bodyOf(messages: Message[], model = MODEL): JsonObject {
  return JSON.parse(JSON.stringify(encode(createCall({ provider: 'gemini', model, messages }))));
}

const user: Message = { role: 'user', content: 'Hi' };
const hi = { role: 'user', parts: [{ text: 'Hi' }] };
const own = (data: JsonObject) => ({ providerMetadata: { gemini: data } });
const call = (id: string, name: string, data?: JsonObject): ToolCallPart => ({
  type: 'tool-call',
  id,
  name,
  arguments: { of: id },
  argumentsText: JSON.stringify({ of: id }),
  ...(data && own(data)),
});
const result = (toolCallId: string, name: string, content: string): Message => ({ role: 'tool', toolCallId, name, content });
/** What the parts of an answer become. */
const partsOf = (content: Part[], model?: string): unknown =>
  (bodyOf([user, { role: 'assistant', content }], model).contents as JsonObject[])[1]?.parts;

describe('a conversation', () => {
  it('has contents of the user and the model, the system apart', () => {
    const messages: Message[] = [
      { role: 'system', content: 'Be brief.' },
      user,
      { role: 'assistant', content: 'Hello!' },
      { role: 'system', content: [{ type: 'text', text: 'Be kind.' }] },
      user,
      user,
    ];
    expect(bodyOf(messages)).toEqual({
      systemInstruction: { parts: [{ text: 'Be brief.' }, { text: 'Be kind.' }] },
      contents: [hi, { role: 'model', parts: [{ text: 'Hello!' }] }, hi, hi],
    });
  });

  it('leaves out what says nothing', () => {
    const messages: Message[] = [{ role: 'system', content: '' }, user, { role: 'assistant', content: '' }, user];
    expect(bodyOf(messages)).toEqual({ contents: [hi, hi] });
    expect(partsOf([{ type: 'text', text: '' }])).toBeUndefined();
  });
});

describe('what the model said', () => {
  it('goes back part by part, with what our types have no place for', () => {
    const image = { inlineData: { mimeType: 'image/png', data: 'AA==' }, thoughtSignature: 's3' };
    const content: Part[] = [
      { type: 'reasoning', text: 'Hm.', ...own({ thought: true, thoughtSignature: 's1' }) },
      { type: 'text', text: 'Look: ' },
      { type: 'text', text: 'this', ...own({ thoughtSignature: 's2' }) },
      { type: 'opaque', ...own(image) },
      { type: 'text', text: '', ...own({ thoughtSignature: 's4' }) },
    ];
    expect(partsOf(content)).toEqual([
      { text: 'Hm.', thought: true, thoughtSignature: 's1' },
      { text: 'Look: ' },
      { text: 'this', thoughtSignature: 's2' },
      image,
      { text: '', thoughtSignature: 's4' },
    ]);
  });

  it('keeps what another model thought to itself', () => {
    expect(partsOf([{ type: 'reasoning', text: 'Hm.' }, { type: 'opaque' }, { type: 'text', text: 'Yes.' }])).toEqual([
      { text: 'Yes.' },
    ]);
  });

  it('goes back with the id that the API gave to a call, and without one that was made up', () => {
    const calls = [call('a1', 'f', { functionCall: { id: 'a1' }, thoughtSignature: 's' }), call('call_1', 'g', {})];
    expect(partsOf(calls)).toEqual([
      { functionCall: { id: 'a1', name: 'f', args: { of: 'a1' } }, thoughtSignature: 's' },
      { functionCall: { name: 'g', args: { of: 'call_1' } } },
    ]);
  });

  it('goes back without arguments where the API told none', () => {
    const bare = { ...call('a', 'now', { functionCall: { id: 'a', args: null } }), arguments: {}, argumentsText: '{}' };
    expect(partsOf([bare])).toEqual([{ functionCall: { id: 'a', name: 'now' } }]);
    expect(partsOf([{ ...bare, ...own({}) }])).toEqual([{ functionCall: { name: 'now', args: {} } }]);
    expect(partsOf([{ ...bare, arguments: { x: 1 }, argumentsText: '{"x":1}' }])).toMatchObject([
      { functionCall: { args: { x: 1 } } },
    ]);
    expect(partsOf([{ ...call('a', 'now'), arguments: {}, argumentsText: '' }])).toEqual([
      { functionCall: { name: 'now', args: {} } },
    ]);
  });
});

describe('what the user shows', () => {
  it('stands where it stood, between the text', () => {
    const content: Message['content'] = [
      { type: 'text', text: 'Compare ' },
      { type: 'image', base64: 'iVBO', mediaType: 'image/png' },
      { type: 'text', text: ' with ' },
      { type: 'file', url: 'https://example.com/a.pdf' },
    ];
    expect(bodyOf([{ role: 'user', content }]).contents).toEqual([
      {
        role: 'user',
        parts: [
          { text: 'Compare ' },
          { inlineData: { mimeType: 'image/png', data: 'iVBO' } },
          { text: ' with ' },
          { fileData: { mimeType: 'application/pdf', fileUri: 'https://example.com/a.pdf' } },
        ],
      },
    ]);
  });
});

describe('the calls of another model', () => {
  const SKIP = 'skip_thought_signature_validator';

  it.each(['gemini-3.5-flash', 'models/gemini-3-pro-preview', 'gemini-flash-latest'])(
    'are sent to %s with what stands for the missing signature, in the first of each turn',
    (model) => {
      const args = (id: string) => ({ of: id });
      expect(partsOf([{ type: 'text', text: 'I look.' }, call('a', 'f'), call('b', 'g')], model)).toEqual([
        { text: 'I look.' },
        { functionCall: { name: 'f', args: args('a') }, thoughtSignature: SKIP },
        { functionCall: { name: 'g', args: args('b') } },
      ]);
    },
  );

  it.each(['gemini-2.5-pro', 'models/gemini-2.0-flash', 'gemma-3-27b-it'])('are sent to %s as they are', (model) => {
    expect(JSON.stringify(partsOf([call('a', 'f')], model))).not.toContain(SKIP);
  });

  it('are not mistaken for those of Gemini, which go back unchanged', () => {
    expect(JSON.stringify(partsOf([call('a', 'f', {})], 'gemini-3.5-flash'))).not.toContain(SKIP);
  });
});

describe('the results of calls', () => {
  const given = (id: string, name: string) => call(id, name, { functionCall: { id } });

  it('stand in one content, in the order of the calls, with the ids that the API gave', () => {
    const calls = [given('a', 'f'), call('made_up', 'g', {}), given('c', 'f')];
    const messages: Message[] = [
      user,
      { role: 'assistant', content: calls },
      result('c', 'f', 'third'),
      { ...result('made_up', 'g', 'no such city'), isError: true },
      { ...result('a', 'f', ''), content: [{ type: 'text', text: 'first' }] },
      user,
    ];
    expect((bodyOf(messages).contents as JsonObject[]).slice(2)).toEqual([
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'a', name: 'f', response: { output: 'first' } } },
          { functionResponse: { name: 'g', response: { error: 'no such city' } } },
          { functionResponse: { id: 'c', name: 'f', response: { output: 'third' } } },
        ],
      },
      hi,
    ]);
  });

  it('of several turns stay apart', () => {
    const messages: Message[] = [
      user,
      { role: 'assistant', content: [given('a', 'f')] },
      result('a', 'f', 'one'),
      { role: 'assistant', content: [given('b', 'f')] },
      result('b', 'f', 'two'),
    ];
    const contents = bodyOf(messages).contents as JsonObject[];
    expect(contents.map(({ role }) => role)).toEqual(['user', 'model', 'user', 'model', 'user']);
    expect(contents[4]?.parts).toEqual([{ functionResponse: { id: 'b', name: 'f', response: { output: 'two' } } }]);
  });
});
