import { describe, expect, it } from '@jest/globals';
import { decode, decodeEvent } from '../../../plugins/gemini/decode.ts';
import { Fold } from '../../../src/client/fold.ts';
import type { Delta, JsonObject, Part } from '../../../src/plugin.ts';

const chunk = (parts: JsonObject[], more: JsonObject = {}): JsonObject => ({
  candidates: [{ content: { role: 'model', parts }, index: 0, ...more }],
  modelVersion: 'gemini-3.5-flash',
  responseId: 'r1',
});
const ends = (finishReason: string | number): JsonObject => ({ candidates: [{ finishReason, index: 0 }] });

function folded(deltas: Delta[]): Fold {
  let made = 0;
  const fold = new Fold({ provider: 'gemini', model: 'm', createId: () => `made-${++made}` });
  for (const delta of deltas) fold.push(delta);
  fold.close();
  return fold;
}

const whole = (...parts: JsonObject[]): Part[] => folded(decode(chunk(parts))).message().content;
/** One part a chunk. */
const streamed = (...parts: JsonObject[]): Part[] =>
  folded(parts.flatMap((part) => decodeEvent(chunk([part])))).message().content;
const own = (data: JsonObject) => ({ providerMetadata: { gemini: data } });
const text = (said: string, data?: JsonObject) => ({ type: 'text', text: said, ...(data && own(data)) });
const thought = (said: string, data: JsonObject = {}) => ({ type: 'reasoning', text: said, ...own({ thought: true, ...data }) });

describe('an answer', () => {
  it('tells who answered, what, for how much and why it ended', () => {
    const usageMetadata = { promptTokenCount: 4, candidatesTokenCount: 2, totalTokenCount: 6 };
    const deltas = decode({ ...chunk([{ text: 'Hi' }], { finishReason: 'STOP' }), usageMetadata });
    expect(deltas).toEqual([
      { type: 'response', id: 'r1', model: 'gemini-3.5-flash' },
      { type: 'start', key: 'reasoning' },
      { type: 'start', key: 'text' },
      { type: 'text', key: 'text', text: 'Hi' },
      { type: 'usage', counters: usageMetadata },
      { type: 'finish', reason: 'stop', raw: 'STOP' },
    ]);
  });

  it('keeps the order of its parts, and each of them apart', () => {
    const code = { executableCode: { language: 'PYTHON', code: 'print(1)' }, thoughtSignature: 's' };
    const result = { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1\n' } };
    expect(whole({ text: 'Hm.', thought: true }, { text: 'A' }, { text: 'B' }, code, result, { text: 'C' })).toEqual([
      thought('Hm.'),
      text('A'),
      text('B'),
      { type: 'opaque', ...own(code) },
      { type: 'opaque', ...own(result) },
      text('C'),
    ]);
  });

  it.each<[string, JsonObject]>([
    ['no content', { candidates: [{ finishReason: 'NO_IMAGE', index: 0 }] }],
    ['content without parts', { candidates: [{ content: { role: 'model' }, finishReason: 'OTHER' }] }],
    [
      'an empty part',
      { candidates: [{ content: { parts: [{}, { text: '' }, { text: '', thought: true }] }, finishReason: 'STOP' }] },
    ],
    ['no candidates, but counts', { usageMetadata: { promptTokenCount: 3 } }],
    ['an empty list of candidates', { candidates: [] }],
  ])('may have %s', (_what, body) => {
    expect(decode(body)).not.toEqual([]);
    expect(folded(decode(body)).message().content).toEqual([]);
  });

  it('is filtered where the prompt was blocked', () => {
    const fold = folded(decode({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } }));
    expect([fold.finishReason, fold.rawFinishReason]).toEqual(['content_filter', 'PROHIBITED_CONTENT']);
    expect(folded(decodeEvent({ promptFeedback: { safetyRatings: [] } })).finished).toBe(false);
  });

  it('is the first of several', () => {
    const candidates = [1, 0].map((index) => ({ index, content: { parts: [{ text: `answer ${index}` }] } }));
    expect(folded(decode({ candidates })).message().content).toEqual([text('answer 0')]);
  });

  it('may be a list of chunks, where a stream was not asked for as events', () => {
    const list = [chunk([{ text: 'A' }]), chunk([{ text: 'B' }], { finishReason: 'STOP' })];
    const fold = folded(decode(list));
    expect([fold.message().content, fold.finishReason]).toEqual([[text('AB')], 'stop']);
  });

  it.each([null, 5, 'x', [], [5], {}, { choices: [] }, { this: [{ is: 'something else' }] }])('is not %j', (body) => {
    expect(decode(body)).toEqual([]);
  });
});

describe('a stream', () => {
  it('joins the pieces of a text, and of a thought', () => {
    const parts = streamed(
      { text: 'I ', thought: true },
      { text: 'think.', thought: true },
      { text: 'A' },
      { text: '' },
      { text: 'B' },
      { text: 'More.', thought: true },
      { text: 'C' },
    );
    expect(parts).toEqual([thought('I think.'), text('AB'), thought('More.'), text('C')]);
  });

  it('keeps each signature at its part', () => {
    const parts = streamed(
      { text: 'T', thought: true, thoughtSignature: 's0' },
      { text: 't', thought: true },
      { text: 'A' },
      { text: 'B', thoughtSignature: 's1' },
      { text: 'C' },
      { text: 'D' },
      { text: '', thoughtSignature: 's2' },
    );
    const [s0, s1, s2] = ['s0', 's1', 's2'].map((thoughtSignature) => ({ thoughtSignature }));
    expect(parts).toEqual([thought('T', s0), thought('t'), text('A'), text('B', s1), text('CD'), text('', s2)]);
  });

  it('goes on with a text after a call or another part', () => {
    const data = { inlineData: { mimeType: 'image/png', data: 'AA==' } };
    const kinds = streamed({ text: 'A' }, { functionCall: { name: 'f' } }, { text: 'B' }, data, { text: 'C' });
    expect(kinds.map(({ type }) => type)).toEqual(['text', 'tool-call', 'text', 'opaque', 'text']);
  });

  it('ends with the last of several reasons, with the text after the first', () => {
    const fold = folded(
      [chunk([{ text: 'A' }], { finishReason: 'STOP' }), chunk([{ text: 'B' }]), ends('RECITATION')].flatMap(decodeEvent),
    );
    expect([fold.message().content, fold.finishReason, fold.rawFinishReason]).toEqual([
      [text('AB')],
      'content_filter',
      'RECITATION',
    ]);
    expect(fold.ended).toBe(false);
  });
});

describe('a call', () => {
  const callsOf = (parts: Part[]) => parts.filter((part) => part.type === 'tool-call');

  it('has arguments, the id that the API gave or one of ours, and its signature', () => {
    const signed = { functionCall: { id: 'a1', name: 'f', args: { x: 1 } }, thoughtSignature: 's' };
    const parts = [signed, { functionCall: { name: 'g', args: { y: 'é' } } }];
    expect(whole(...parts)).toEqual([
      {
        type: 'tool-call',
        id: 'a1',
        name: 'f',
        arguments: { x: 1 },
        argumentsText: '{"x":1}',
        ...own({ functionCall: { id: 'a1' }, thoughtSignature: 's' }),
      },
      { type: 'tool-call', id: 'made-1', name: 'g', arguments: { y: 'é' }, argumentsText: '{"y":"é"}', ...own({}) },
    ]);
    expect(streamed(...parts)).toEqual(whole(...parts));
  });

  it('may lack arguments', () => {
    const bare = own({ functionCall: { args: null } });
    const call = { type: 'tool-call', id: 'made-1', name: 'now', arguments: {}, argumentsText: '{}' };
    expect(whole({ functionCall: { name: 'now' } })).toEqual([{ ...call, ...bare }]);
    expect(whole({ functionCall: { name: 'now', args: null } })).toEqual([{ ...call, ...bare }]);
    expect(whole({ functionCall: { name: 'now', args: {} } })).toEqual([{ ...call, ...own({}) }]);
  });

  it('is another one each time, even with the same name and id', () => {
    const parts = [1, 2, 3].map((x) => ({ functionCall: { id: x > 1 ? 'same' : undefined, name: 'f', args: { x } } }));
    expect(callsOf(streamed(...(parts as JsonObject[])))).toHaveLength(3);
  });

  it('is complete as it comes, even if the answer is cut off behind it', () => {
    const fold = folded([]);
    for (const delta of decodeEvent(chunk([{ functionCall: { name: 'now' } }]))) fold.push(delta);
    expect(fold.take().map(({ type }) => type)).toEqual(['tool-call-start', 'tool-call-delta', 'tool-call']);
    for (const delta of decodeEvent(ends('MAX_TOKENS'))) fold.push(delta);
    fold.close();
    expect([fold.message().content, fold.finishReason]).toMatchObject([[{ arguments: {} }], 'length']);
  });

  it('ends with tool_calls, though the API says STOP', () => {
    const fold = folded([chunk([{ functionCall: { name: 'f' } }]), ends('STOP')].flatMap(decodeEvent));
    expect([fold.finishReason, fold.rawFinishReason]).toEqual(['tool_calls', 'STOP']);
  });

  it('that the API has run itself is kept as it is', () => {
    const call = { functionCall: { name: 'search', args: { q: 'x' } } };
    const result = { functionResponse: { name: 'search', response: { found: 1 } } };
    const kept = [call, result].map((part) => ({ type: 'opaque', ...own(part) }));
    expect(whole(call, result, { text: 'Found.' })).toEqual([...kept, text('Found.')]);
  });

  it('in pieces is a failure that says what not to ask for', () => {
    for (const piece of [{ name: 'f', willContinue: true }, { partialArgs: [{ jsonPath: '$.x', stringValue: 'y' }] }]) {
      expect(decodeEvent(chunk([{ functionCall: piece }]))).toContainEqual({
        type: 'error',
        message: expect.stringContaining('streamFunctionCallArguments'),
      });
    }
  });
});

describe('a finish reason', () => {
  it.each([
    ['STOP', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content_filter'],
    ['SPII', 'content_filter'],
    ['IMAGE_PROHIBITED_CONTENT', 'content_filter'],
    ['MODEL_ARMOR', 'content_filter'],
    ['MALFORMED_FUNCTION_CALL', 'error'],
    ['UNEXPECTED_TOOL_CALL', 'error'],
    ['LANGUAGE', 'other'],
    ['A_NEW_ONE', 'other'],
    ['max_tokens', 'length'],
    [1, 'stop'],
    [2, 'length'],
    [9, 'other'],
  ])('%s means %s', (raw, reason) => {
    const fold = folded(decodeEvent(ends(raw)));
    expect([fold.finishReason, fold.rawFinishReason]).toEqual([reason, String(raw)]);
  });
});
