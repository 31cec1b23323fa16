import { describe, expect, it } from '@jest/globals';
import { encodeInput } from '../../src/openai-responses/encode-input.ts';
import type { JsonObject, Message, Part } from '../../src/plugin.ts';

const encode = (...messages: Message[]): JsonObject[] => JSON.parse(JSON.stringify(encodeInput(messages, 'acme')));
const said = (...content: Part[]) => encode({ role: 'user', content });
const answered = (...content: Part[]) => encode({ role: 'assistant', content });

describe('what is not the model’s', () => {
  it('keeps its place and its role', () => {
    const messages: Message[] = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi', name: 'ada' },
      { role: 'assistant', content: 'Hello' },
      {
        role: 'system',
        content: [
          { type: 'text', text: 'Be ' },
          { type: 'text', text: 'kind.' },
        ],
      },
    ];
    expect(encode(...messages)).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'system', content: 'Be kind.' },
    ]);
  });

  it('has images and files at an address or as bytes', () => {
    const content: Part[] = [
      { type: 'text', text: 'Look' },
      { type: 'image', url: 'https://a.test/b.png' },
      { type: 'image', base64: 'aGk=', mediaType: 'image/png', providerMetadata: { acme: { detail: 'high' } } },
      { type: 'file', url: 'https://a.test/c.pdf', name: 'c.pdf' },
      { type: 'file', base64: 'aGk=', mediaType: 'application/pdf', name: 'd.pdf' },
      { type: 'file', base64: 'aGk=', mediaType: 'text/csv' },
    ];
    expect(said(...content)).toEqual([
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Look' },
          { type: 'input_image', image_url: 'https://a.test/b.png', detail: 'auto' },
          { type: 'input_image', image_url: 'data:image/png;base64,aGk=', detail: 'high' },
          { type: 'input_file', file_url: 'https://a.test/c.pdf' },
          { type: 'input_file', filename: 'd.pdf', file_data: 'data:application/pdf;base64,aGk=' },
          { type: 'input_file', filename: 'document.csv', file_data: 'data:text/csv;base64,aGk=' },
        ],
      },
    ]);
  });

  it('has blocks and items of the provider’s own, in order', () => {
    const mark = { prompt_cache_breakpoint: { mode: 'explicit' } };
    const file = { type: 'input_file', file_id: 'f' };
    const output = { type: 'custom_tool_call_output', call_id: 'c', output: 'done' };
    const own = (block: JsonObject): Part => ({ type: 'opaque', providerMetadata: { acme: block } });
    const first: Part = { type: 'text', text: 'a', providerMetadata: { acme: mark } };
    expect(said(first, own(file), own(output), own({ no: 'type' }), { type: 'text', text: 'b' })).toEqual([
      { role: 'user', content: [{ type: 'input_text', text: 'a', ...mark }, file] },
      output,
      { role: 'user', content: [{ type: 'input_text', text: 'b' }] },
    ]);
  });
});

describe('an answer of another API', () => {
  it('is its text and its calls, without its thoughts', () => {
    const call: Part = { type: 'tool-call', id: 'c1', name: 'add', arguments: { a: 1 }, argumentsText: '{"a":1}' };
    const parts: Part[] = [
      { type: 'reasoning', text: 'Hm' },
      { type: 'text', text: 'I ' },
      { type: 'text', text: 'add', providerMetadata: { acme: { refusal: true } } },
      { type: 'text', text: '' },
      { type: 'opaque', providerMetadata: { acme: { type: 'of chat completions' } } },
      call,
      { type: 'text', text: 'Done' },
    ];
    expect(answered(...parts)).toEqual([
      { role: 'assistant', content: 'I add' },
      { type: 'function_call', call_id: 'c1', name: 'add', arguments: '{"a":1}' },
      { role: 'assistant', content: 'Done' },
    ]);
    expect(encode({ role: 'assistant', content: '' }, { role: 'assistant', content: [] })).toEqual([]);
  });

  it('has arguments that are JSON, whatever the model wrote', () => {
    const cut: Part = { type: 'tool-call', id: 'c1', name: 'add', arguments: undefined, argumentsText: '{"a":' };
    expect(answered(cut)).toMatchObject([{ arguments: '{"arguments":"{\\"a\\":"}' }]);
    expect(answered({ ...cut, argumentsText: '' })).toMatchObject([{ arguments: '{}' }]);
  });
});

describe('the result of a tool', () => {
  const call = (own?: JsonObject): Message => ({
    role: 'assistant',
    content: [
      {
        type: 'tool-call',
        id: 'c1',
        name: 'now',
        arguments: {},
        argumentsText: '{}',
        ...(own && { providerMetadata: { acme: { responses: own } } }),
      },
    ],
  });
  const result: Message = { role: 'tool', toolCallId: 'c1', name: 'now', content: '7:00' };

  it('is an item of its own', () => {
    expect(encode(call(), result)[1]).toEqual({ type: 'function_call_output', call_id: 'c1', output: '7:00' });
    expect(encode(call(), { ...result, isError: true })[1]).toMatchObject({ output: 'Error: 7:00' });
  });

  it('names the program that has called it', () => {
    const caller = { type: 'program', caller_id: 'p' };
    const [called, output] = encode(call({ id: 'fc_1', caller }), result);
    expect(called).toMatchObject({ id: 'fc_1', caller });
    expect(output).toMatchObject({ caller });
  });
});
