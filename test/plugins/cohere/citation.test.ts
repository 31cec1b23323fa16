import { describe, expect, it } from '@jest/globals';
import { decodeCitationV1, decodeCitationV2 } from '../../../plugins/cohere/citation.ts';

describe('a citation of v2', () => {
  it('is one for each of its sources, at the same place', () => {
    const raw = {
      start: 0,
      end: 4,
      text: 'Ruby',
      type: 'TEXT_CONTENT' as const,
      content_index: 0,
      sources: [{ document: { title: 'a.txt' } }, { tool_output: { url: 'https://b.example' } }],
    };
    const place = { part: 0, start: 0, end: 4, unit: 'codepoint' };
    expect(decodeCitationV2(raw)).toEqual([
      { type: 'citation', citation: { text: 'Ruby', title: 'a.txt', raw }, place },
      { type: 'citation', citation: { text: 'Ruby', url: 'https://b.example', raw }, place },
    ]);
  });

  it.each(['THINKING_CONTENT', 'PLAN'] as const)('has no place in the answer where it is of type %s', (type) => {
    const raw = { start: 0, end: 4, text: 'Ruby', type, sources: [{ document: null }] };
    expect(decodeCitationV2(raw)).toEqual([{ type: 'citation', citation: { text: 'Ruby', raw } }]);
  });

  it.each([{ start: null, end: 4 }, { start: 2 }, {}])('has no place where the span is %j', (span) => {
    expect(decodeCitationV2({ ...span, sources: null })).toEqual([
      { type: 'citation', citation: { raw: { ...span, sources: null } } },
    ]);
  });
});

describe('a citation of v1', () => {
  it('has a place, and no source but an id', () => {
    const raw = { start: 3, end: 5, text: '60', document_ids: ['age:0'] };
    const place = { start: 3, end: 5, unit: 'codepoint' };
    expect(decodeCitationV1(raw)).toEqual({ type: 'citation', citation: { text: '60', raw }, place });
  });
});
