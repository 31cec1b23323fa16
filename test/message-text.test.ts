import { describe, expect, it } from '@jest/globals';
import { textOf } from '../src/message-text.ts';

describe('the text of a content', () => {
  it('is the content where that is text', () => {
    expect(textOf('Hi')).toBe('Hi');
    expect(textOf('')).toBe('');
  });

  it('is its text parts, joined', () => {
    expect(
      textOf([
        { type: 'reasoning', text: 'Hm' },
        { type: 'text', text: 'Hel' },
        { type: 'tool-call', id: 't', name: 'f', arguments: {}, argumentsText: '{}' },
        { type: 'text', text: 'lo' },
        { type: 'opaque' },
      ]),
    ).toBe('Hello');
    expect(textOf([])).toBe('');
  });
});
