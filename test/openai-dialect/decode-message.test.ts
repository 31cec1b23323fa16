import { describe, expect, it } from '@jest/globals';
import { decodeMessage } from '../../src/openai-dialect/decode-message.ts';
import type { Delta } from '../../src/plugin.ts';

function decode(message: object, mode: 'append' | 'whole'): Delta[] {
  const deltas: Delta[] = [];
  decodeMessage(deltas, message, mode);
  return deltas;
}

const whole = (message: object) => decode(message, 'whole');
const piece = (message: object) => decode(message, 'append');

describe('text', () => {
  it('is content that is a string', () => {
    expect(whole({ content: 'Hi' })).toEqual([{ type: 'text', text: 'Hi' }]);
  });

  it('is nothing where content is empty or null', () => {
    expect([whole({ content: '' }), whole({ content: null }), whole({ content: [] }), whole({})]).toEqual([[], [], [], []]);
  });

  it('is structured output that was parsed, written out again', () => {
    expect(whole({ content: { name: 'Ada' } })).toEqual([{ type: 'text', text: '{"name":"Ada"}' }]);
  });

  it('is a refusal, which has a place of its own in the message', () => {
    const refused = (text: string) => [
      { type: 'text', key: 'refusal', text },
      { type: 'part', key: 'refusal', kind: 'text', data: { refusal: true } },
    ];
    expect(whole({ content: null, refusal: 'I cannot' })).toEqual(refused('I cannot'));
    expect(whole({ content: [{ type: 'refusal', refusal: 'No' }] })).toEqual(refused('No'));
    expect(piece({ refusal: ' cannot' })).toEqual(refused(' cannot'));
  });
});

describe('content that is a list', () => {
  it('gives its parts in their order', () => {
    const content = [{ type: 'text', text: 'a' }, { type: 'text', text: '' }, null, { type: 'text', text: 'b' }];
    expect(whole({ content })).toEqual([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ]);
  });

  it('may hold texts as they are', () => {
    expect(whole({ content: ['a', 'b'] })).toEqual([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ]);
  });

  it('keeps what a text has beside it, and parts that are no text', () => {
    const content = [
      { type: 'text', text: 'a', citations: ['x'], cache: null },
      { type: 'reference', reference_ids: [1] },
    ];
    expect(whole({ content })).toEqual([
      { type: 'text', text: 'a' },
      { type: 'part', kind: 'text', data: { citations: ['x'] } },
      { type: 'part', kind: 'opaque', data: { type: 'reference', reference_ids: [1] } },
      expect.objectContaining({ type: 'citation' }),
    ]);
  });

  it('holds thoughts in several forms', () => {
    const data = (members: object) => ({ type: 'part', kind: 'reasoning', data: members });
    expect(whole({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }], closed: true }] })).toEqual([
      { type: 'reasoning', text: 'Hm' },
      data({ type: 'thinking', closed: true, thinking: [] }),
    ]);
    expect(whole({ content: [{ type: 'reasoning', summary: [{ type: 'summary_text', text: 'So' }] }] })).toEqual([
      { type: 'reasoning', text: 'So' },
      data({ type: 'reasoning', summary: [] }),
    ]);
    expect(whole({ content: [{ type: 'thinking', thinking: 'Hm', signature: 's' }] })).toEqual([
      { type: 'reasoning', text: 'Hm' },
      data({ type: 'thinking', signature: 's' }),
    ]);
  });

  it('keeps thoughts of several pieces as they are, and of a stream only what is no text', () => {
    const thinking = [
      { type: 'text', text: 'a' },
      { type: 'reference', reference_ids: [1] },
      { type: 'text', text: 'b' },
    ];
    const [, kept] = whole({ content: [{ type: 'thinking', thinking }] });
    expect(kept).toMatchObject({ data: { thinking } });
    const [text, rest] = piece({ content: [{ type: 'thinking', thinking }] });
    expect(text).toEqual({ type: 'reasoning', text: 'ab' });
    expect(rest).toMatchObject({ data: { thinking: [thinking[1]] } });
  });
});

describe('reasoning', () => {
  it.each(['reasoning_content', 'reasoning'])('is read from %s, before the text', (field) => {
    expect(whole({ content: 'Yes', [field]: 'Hm' })).toEqual([
      { type: 'reasoning', text: 'Hm' },
      { type: 'text', text: 'Yes' },
    ]);
  });

  it('is read once where it stands twice, from the details', () => {
    const message = { reasoning: 'Hm', reasoning_details: [{ type: 'reasoning.text', text: 'Hm', index: 0, format: null }] };
    expect(whole(message)).toEqual([
      { type: 'reasoning', key: 'detail 0', text: 'Hm' },
      {
        type: 'part',
        key: 'detail 0',
        kind: 'reasoning',
        data: { detail: { type: 'reasoning.text', index: 0, text: '' } },
      },
    ]);
  });

  it('is read beside details without text', () => {
    const encrypted = { type: 'reasoning.encrypted', data: 'x' };
    expect(whole({ reasoning: 'Hm', reasoning_details: [encrypted, null, 'y'] })).toEqual([
      { type: 'reasoning', text: 'Hm' },
      { type: 'part', key: 'detail 0', kind: 'reasoning', data: { detail: encrypted } },
    ]);
  });

  it('keeps details apart, in a stream by type, index and what is encrypted', () => {
    const details = [
      { type: 'reasoning.text', index: 0, text: 'a' },
      { type: 'reasoning.text', index: 0, signature: 's', id: 'r1' },
      { type: 'reasoning.summary', index: 0, summary: 'b' },
      { type: 'reasoning.text', index: 1, text: 'c' },
      { type: 'reasoning.encrypted', index: 0, id: 'c1', data: 'x' },
      { type: 'reasoning.encrypted', index: 0, id: 'c2', data: 'y' },
    ];
    const keysOf = (deltas: Delta[]) => deltas.flatMap((delta) => (delta.type === 'part' ? delta.key : []));
    const keys = keysOf(details.flatMap((detail) => piece({ reasoning_details: [detail] })));
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(5);
    expect(new Set(keysOf(whole({ reasoning_details: details }))).size).toBe(6);
  });
});

describe('what only the provider understands', () => {
  it('is kept for the message', () => {
    const message = { content: 'Hi', extra_content: { google: { thought_signature: 's' } }, thought_signature: 's' };
    expect(whole(message).at(-1)).toEqual({
      type: 'part',
      key: 'message',
      kind: 'opaque',
      data: { extra_content: { google: { thought_signature: 's' } }, thought_signature: 's' },
    });
  });
});
