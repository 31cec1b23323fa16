import { describe, expect, it } from '@jest/globals';
import { compose, digest, type Question, tokensOf } from '../../src/simulator/answer.ts';

const question = (text: string, more: Partial<Question> = {}): Question => ({
  model: 'any',
  turns: [{ role: 'user', text }],
  stream: false,
  ...more,
});

describe('tokensOf', () => {
  it('takes a run of word characters or one other character, with the space before it', () => {
    expect(tokensOf('Déjà-vu, 世界 a_1 👩‍🚀!')).toEqual(['Déjà', '-', 'vu', ',', ' 世界', ' a_1', ' 👩', '\u200d', '🚀', '!']);
  });

  it('finds nothing in white space', () => {
    expect(tokensOf(' \n')).toEqual([]);
  });
});

describe('compose', () => {
  it('quotes how many words the last user message has, and is the same each time', () => {
    const answer = compose(question('one two, three'), 1);
    expect(answer.text).toMatch(/^Simulated réponse to 3 words: /);
    expect(answer).toEqual(compose(question('one two, three'), 1));
    expect(compose(question('hi'), 1).text).toContain('to 1 word:');
  });

  it('differs by seed and by prompt', () => {
    const texts = new Set([1, 2, 3].flatMap((seed) => ['one word', 'two words'].map((text) => compose(question(text), seed).id)));
    expect(texts.size).toBe(6);
  });

  it('has characters of two, three and four bytes', () => {
    const { text } = compose(question('hi'), 1);
    expect([/[\u0080-\u07ff]/, /[\u0800-\ud7ff]/, /[\u{10000}-\u{10ffff}]/u].every((some) => some.test(text))).toBe(true);
  });

  it('splits its text into its tokens', () => {
    const { text, tokens, completionTokens, finish } = compose(question('hi'), 1);
    expect(tokens.join('')).toBe(text);
    expect(tokens).toEqual(tokensOf(text));
    expect(completionTokens).toBe(tokens.length);
    expect(finish).toBe('stop');
  });

  it('counts the prompt, and all but the last turn as cached', () => {
    const turns: Question['turns'] = [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'Hi' },
      { role: 'assistant', text: 'Hello!' },
      { role: 'user', text: 'And now?' },
    ];
    expect(compose(question('', { turns }), 1)).toMatchObject({ promptTokens: 9, cachedTokens: 6 });
  });

  it('stops at the token limit', () => {
    expect(compose(question('hi', { maxTokens: 3 }), 1)).toMatchObject({
      text: 'Simulated réponse to',
      finish: 'length',
      completionTokens: 3,
    });
  });

  it('stops before the first stop sequence that comes', () => {
    const answer = compose(question('one two', { stop: ['words', 'réponse'] }), 1);
    expect(answer).toMatchObject({ text: 'Simulated', finish: 'stop_sequence', stopSequence: 'réponse', completionTokens: 1 });
  });

  it('does not meet a stop sequence that lies behind the limit', () => {
    expect(compose(question('one two', { stop: ['words'], maxTokens: 2 }), 1).finish).toBe('length');
  });

  it('reasons if it is asked to, within the limit', () => {
    const free = compose(question('hi', { reasoning: true }), 1);
    expect(free.reasoning.join('')).toMatch(/^I count 1 word, then pick words by their hash: /);
    expect(free.completionTokens).toBe(free.reasoning.length + free.tokens.length);
    expect(compose(question('hi', { reasoning: true, maxTokens: 4 }), 1)).toMatchObject({
      reasoning: ['I', ' count', ' 1', ' word'],
      text: '',
      finish: 'length',
    });
  });

  it('is as long as it is told to be', () => {
    expect(compose(question('hi'), 1, 2000).tokens).toHaveLength(2000);
    expect(compose(question('hi'), 1, 2)).toMatchObject({ text: 'Simulated réponse', finish: 'stop' });
    expect(compose(question('hi', { maxTokens: 100 }), 1, 2000)).toMatchObject({ finish: 'length', completionTokens: 100 });
  });
});

describe('digest', () => {
  it('depends on all its parts', () => {
    expect(digest('a', 1)).toMatch(/^[0-9a-f]{64}$/);
    expect(digest('a', 1)).not.toBe(digest('a', 2));
  });
});
