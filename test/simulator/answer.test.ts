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

const weather = { name: 'get_weather', parameters: { properties: { city: { type: 'string' }, days: { type: 'integer' } } } };
const time = { name: 'get_time' };
const tools = [weather, time];
const called = (text: string, more: Partial<Question> = {}) =>
  compose(question(text, { tools, ...more }), 1).calls.map(({ name }) => name);

describe('compose with tools', () => {
  it('calls a tool that the last user message names, and says nothing', () => {
    const answer = compose(question('Use get_weather.', { tools }), 1);
    const [call] = answer.calls;
    expect(answer).toMatchObject({ text: '', tokens: [], finish: 'tool_calls', calls: [{ name: 'get_weather' }] });
    expect(call?.arguments).toEqual({ city: expect.any(String), days: expect.any(Number) });
    expect(call?.argumentsText).toBe(JSON.stringify(call?.arguments));
    expect(call?.tokens.join('')).toBe(call?.argumentsText);
    expect(answer.completionTokens).toBe(call?.tokens.length);
    expect(compose(question('Use get_weather.', { tools }), 1)).toEqual(answer);
  });

  it.each([
    ['Which words are these?', []],
    ['get_time, then get_weather', ['get_time', 'get_weather']],
    ['get_weather get_weather', ['get_weather']],
    ['forget_weather', []],
    ['get_weather_now, get_time-zone, my.get_time, get_time:now', []],
    ['(get_time)', ['get_time']],
  ])('finds in %j %j', (text, expected) => {
    expect(called(text)).toEqual(expected);
  });

  it('finds names of any letters that an API allows', () => {
    const odd = ['a.b', 'a:b', 'a-b', 'c++'].map((name) => ({ name }));
    expect(called('Use a-b, a:b, c++ and a.b.', { tools: odd })).toEqual(['a-b', 'a:b', 'c++', 'a.b']);
    expect(called('Use axb.', { tools: odd })).toEqual([]);
  });

  it.each<[Partial<Question>, string, string[]]>([
    [{ toolChoice: 'auto' }, 'get_time', ['get_time']],
    [{ toolChoice: 'none' }, 'get_time', []],
    [{ toolChoice: 'required' }, 'get_time', ['get_time']],
    [{ toolChoice: 'required' }, 'Hi', ['get_weather']],
    [{ toolChoice: { name: 'get_time' } }, 'get_weather', ['get_time']],
    [{ parallelCalls: false }, 'get_time get_weather', ['get_time']],
    [{ tools: undefined, toolChoice: 'required' }, 'get_time', []],
  ])('does as %j says', (more, text, expected) => {
    expect(called(text, more)).toEqual(expected);
  });

  it('quotes results, and calls the last tool where it must call one', () => {
    const turns: Question['turns'] = [
      { role: 'user', text: 'get_time' },
      { role: 'assistant', text: '' },
      { role: 'tool', text: 'noon' },
      { role: 'tool', text: 'Error: no city' },
    ];
    const must = compose(question('', { turns, tools, toolChoice: 'required' }), 1);
    expect(must).toMatchObject({ calls: [{ name: tools.at(-1)?.name }], finish: 'tool_calls' });
    const answer = compose(question('', { turns, tools }), 1);
    expect(answer).toMatchObject({ calls: [], finish: 'stop', promptTokens: 6, cachedTokens: 2 });
    expect(answer.text).toMatch(/^Simulated réponse to the results noon; Error: no city: /);
    const asked = [...turns, { role: 'user' as const, text: 'get_time' }];
    expect(compose(question('', { turns: asked, tools }), 1)).toMatchObject({ calls: [{ name: 'get_time' }], text: '' });
  });

  it('cuts the arguments of the call that the token limit meets, and drops those behind it', () => {
    const whole = compose(question('get_weather get_time', { tools }), 1);
    const [first] = whole.calls;
    const limit = first?.tokens.length ?? 0;
    const cut = (maxTokens: number) => compose(question('get_weather get_time', { tools, maxTokens }), 1);
    expect(cut(limit)).toMatchObject({ calls: [first], finish: 'length', completionTokens: limit });
    expect(cut(3)).toMatchObject({
      calls: [{ name: 'get_weather', arguments: undefined, argumentsText: '{"city', tokens: ['{', '"', 'city'] }],
      finish: 'length',
      completionTokens: 3,
    });
    expect(cut(whole.completionTokens)).toEqual(whole);
    expect(compose(question('get_time', { tools, reasoning: true, maxTokens: 2 }), 1)).toMatchObject({
      calls: [],
      finish: 'length',
    });
  });
});

describe('digest', () => {
  it('depends on all its parts', () => {
    expect(digest('a', 1)).toMatch(/^[0-9a-f]{64}$/);
    expect(digest('a', 1)).not.toBe(digest('a', 2));
  });
});
