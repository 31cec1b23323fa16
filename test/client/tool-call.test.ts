import { describe, expect, it } from '@jest/globals';
import { Fold } from '../../src/client/fold.ts';
import type { Delta } from '../../src/delta.ts';
import type { StreamEvent } from '../../src/types.ts';
import { call, fold } from '../support/fold.ts';

describe('fold of tool calls', () => {
  it('joins the pieces of parallel calls by key and tells each in the order of first sight', () => {
    const { events, content } = fold(
      call({ key: 7, id: 'x', name: 'add', argumentsText: '{"a"' }),
      call({ key: 9, id: 'y', name: 'sub', argumentsText: '{}' }),
      call({ key: 7, argumentsText: ':1}' }),
    );
    expect(content).toEqual([
      { type: 'tool-call', id: 'x', name: 'add', arguments: { a: 1 }, argumentsText: '{"a":1}' },
      { type: 'tool-call', id: 'y', name: 'sub', arguments: {}, argumentsText: '{}' },
    ]);
    expect(events.map((event) => [event.type, 'index' in event && event.index])).toEqual([
      ['tool-call-start', 0],
      ['tool-call-delta', 0],
      ['tool-call-start', 1],
      ['tool-call-delta', 1],
      ['tool-call-delta', 0],
      ['tool-call', 0],
      ['tool-call', 1],
    ]);
  });

  it('opens a call where the same key has another id', () => {
    const { content } = fold(
      call({ key: 0, id: 'x', name: 'add' }),
      call({ key: 0, id: 'y', name: 'add' }),
      call({ key: 0, id: 'y' }),
    );
    expect(content).toHaveLength(2);
  });

  it('opens a call where the same key has another name', () => {
    const { content } = fold(call({ key: 0, name: 'add' }), call({ key: 0, name: 'sub' }), call({ key: 0, name: 'sub' }));
    expect(content).toMatchObject([{ name: 'add' }, { name: 'sub' }]);
  });

  it('continues a call whose pieces have the same key but no name, whatever their ids', () => {
    const { events, content } = fold(
      call({ key: 0, id: 'x', name: 'add', argumentsText: '{' }),
      call({ key: 0, id: 'y', argumentsText: '}' }),
    );
    expect(content).toMatchObject([{ id: 'x', arguments: {} }]);
    expect(events[0]).toMatchObject({ type: 'tool-call-start', id: 'x' });
  });

  it('continues the last call without key, id and name, and opens one for a new name', () => {
    const { content } = fold(
      call({ name: 'add' }),
      call({ argumentsText: '{"a":1}' }),
      call({ name: 'sub', argumentsText: '{}' }),
    );
    expect(content).toMatchObject([
      { id: 'made-up-1', name: 'add', arguments: { a: 1 } },
      { id: 'made-up-2', name: 'sub', arguments: {} },
    ]);
  });

  it('parses no arguments that are too deep to be copied', () => {
    const argumentsText = '['.repeat(100_000) + ']'.repeat(100_000);
    const { content } = fold(call({ key: 0, id: 'x', name: 'add', argumentsText }));
    expect(content).toEqual([{ type: 'tool-call', id: 'x', name: 'add', arguments: undefined, argumentsText }]);
  });

  it('drops text that belongs to no call', () => {
    expect(fold(call({ key: 6, argumentsText: '{"lost":1}' })).content).toEqual([]);
  });

  it('takes a whole call that repeats what was streamed, and tells only what is new', () => {
    const { events, content } = fold(
      call({ key: 0, id: 'x', name: 'add', argumentsText: '{"a":' }),
      call({ key: 0, argumentsText: '{"a":1}', mode: 'whole' }),
      call({ key: 0, argumentsText: '{"a":1}', mode: 'whole' }),
    );
    expect(content).toMatchObject([{ argumentsText: '{"a":1}' }]);
    const told = events.flatMap((event) => (event.type === 'tool-call-delta' ? [event.argumentsText] : []));
    expect(told).toEqual(['{"a":', '1}']);
  });

  it('believes a whole call that says something else', () => {
    const { events, content } = fold(
      call({ key: 0, id: 'x', name: 'add', argumentsText: '{"a": 1}' }),
      call({ key: 0, argumentsText: '{"a":1}', mode: 'whole' }),
    );
    expect(content).toMatchObject([{ argumentsText: '{"a":1}' }]);
    expect(events.at(-1)).toMatchObject({ type: 'tool-call', toolCall: { argumentsText: '{"a":1}' } });
  });

  it('tells the start of a call once its name is known, with all arguments so far', () => {
    const { events } = fold(
      call({ key: 0, id: 'x', argumentsText: '{"a"' }),
      call({ key: 0, name: 'add', argumentsText: ':1}' }),
    );
    expect(events.slice(0, 2)).toEqual([
      { type: 'tool-call-start', index: 0, id: 'x', name: 'add' },
      { type: 'tool-call-delta', index: 0, argumentsText: '{"a":1}' },
    ]);
  });

  it('completes a call early where the wire says that nothing more comes', () => {
    const folded = new Fold({ provider: 'acme', model: 'acme-1', createId: () => 'id' });
    folded.push(call({ key: 0, id: 'x', name: 'add', argumentsText: '{}' }));
    folded.push({ type: 'stop', key: 0 });
    expect(folded.take().map(({ type }) => type)).toEqual(['tool-call-start', 'tool-call-delta', 'tool-call']);
    folded.close();
    expect(folded.take()).toEqual([]);
  });

  const written: [string, string, 'stop' | 'length', unknown][] = [
    ['none', '', 'stop', {}],
    ['null', 'null', 'stop', {}],
    ['cut', '{"a":', 'length', undefined],
    ['none, cut by the limit', '', 'length', undefined],
    ['no object', '[1]', 'stop', [1]],
  ];
  it.each(written)('keeps arguments as text and parses them: %s', (_what, argumentsText, reason, parsed) => {
    const { content } = fold(call({ key: 0, id: 'x', name: 'add', argumentsText }), { type: 'finish', reason, raw: reason });
    expect(content).toEqual([{ type: 'tool-call', id: 'x', name: 'add', arguments: parsed, argumentsText }]);
  });

  it.each([
    ['white space', ' \n', {}],
    ['null with white space', ' null ', {}],
    ['false', 'false', false],
    ['zero', '0', 0],
    ['text in quotes', '"Paris"', 'Paris'],
    ['text without quotes', 'Paris', undefined],
    ['two values', '{}{}', undefined],
    ['single quotes', "{'a': 1}", undefined],
    ['a comma too many', '{"a":1,}', undefined],
    ['NaN', '{"a":NaN}', undefined],
    ['half a character', '{"a":"\ud83d"}', { a: '\ud83d' }],
    ['a member named __proto__', '{"__proto__":{"a":1}}', JSON.parse('{"__proto__":{"a":1}}')],
  ])('keeps arguments as text, and nothing is thrown, where they are %s', (_what, argumentsText, parsed) => {
    const { content } = fold(call({ key: 0, id: 'x', name: 'add', argumentsText }));
    expect(content).toEqual([{ type: 'tool-call', id: 'x', name: 'add', arguments: parsed, argumentsText }]);
  });

  it('keeps calls apart that have one id but several keys', () => {
    const { content } = fold(
      call({ key: 0, id: '0', name: 'add', argumentsText: '{"a"' }),
      call({ key: 1, id: '0', name: 'sub', argumentsText: '{"b"' }),
      call({ key: 0, argumentsText: ':1}' }),
      call({ key: 1, id: '0', argumentsText: ':2}' }),
    );
    expect(content).toMatchObject([
      { id: '0', name: 'add', arguments: { a: 1 } },
      { id: '0', name: 'sub', arguments: { b: 2 } },
    ]);
  });

  it('takes an id, a name or arguments that are no text for none', () => {
    const odd = { key: 0, id: 5, name: {}, argumentsText: null } as unknown as Partial<Extract<Delta, { type: 'tool-call' }>>;
    const { content } = fold(call({ key: 0, name: 'add' }), call(odd), call({ key: 0, argumentsText: '{}' }));
    expect(content).toEqual([{ type: 'tool-call', id: 'made-up-1', name: 'add', arguments: {}, argumentsText: '{}' }]);
  });
});

describe('the id of a call', () => {
  const idsIn = (events: StreamEvent[]) =>
    events.flatMap((event) =>
      event.type === 'tool-call-start' ? [event.id] : event.type === 'tool-call' ? [event.toolCall.id] : [],
    );

  it('is made up where the API has none, and the same wherever it is told', () => {
    const { events, content, fold: folded } = fold(call({ key: 0, name: 'add' }), call({ key: 0, argumentsText: '{}' }));
    expect(idsIn(events)).toEqual(['made-up-1', 'made-up-1']);
    expect(content).toMatchObject([{ id: 'made-up-1' }]);
    expect(folded.message().content).toEqual(content);
  });

  it('is made up for each call of its own', () => {
    const { content } = fold(call({ key: 0, name: 'add' }), call({ key: 1, name: 'add' }));
    expect(content).toMatchObject([{ id: 'made-up-1' }, { id: 'made-up-2' }]);
  });

  it("is the API's where that comes before the name", () => {
    const { events, content } = fold(call({ key: 0, id: 'x' }), call({ key: 0, name: 'add' }));
    expect(idsIn(events)).toEqual(['x', 'x']);
    expect(content).toMatchObject([{ id: 'x', name: 'add' }]);
  });

  it("stays made up where the API's comes too late", () => {
    const { events, content } = fold(
      call({ key: 0, name: 'add', argumentsText: '{' }),
      call({ key: 0, id: 'late', argumentsText: '}' }),
    );
    expect(idsIn(events)).toEqual(['made-up-1', 'made-up-1']);
    expect(content).toEqual([{ type: 'tool-call', id: 'made-up-1', name: 'add', arguments: {}, argumentsText: '{}' }]);
  });

  it('is of another call where it comes with a name', () => {
    const { content } = fold(call({ key: 0, name: 'add' }), call({ key: 0, id: 'y', name: 'add' }));
    expect(content).toMatchObject([{ id: 'made-up-1' }, { id: 'y' }]);
  });
});

describe('the end of a call', () => {
  const typesOf = (folded: Fold) => folded.take().map(({ type }) => type);
  const opened = () => {
    const folded = new Fold({ provider: 'acme', model: 'acme-1', createId: () => 'id' });
    folded.push(call({ key: 0, id: 'x', name: 'add' }));
    expect(typesOf(folded)).toEqual(['tool-call-start']);
    folded.push({ type: 'stop', key: 0 });
    return folded;
  };

  it('waits, where there are no arguments, for what tells whether they were cut off', () => {
    const folded = opened();
    expect(typesOf(folded)).toEqual([]);
    folded.push({ type: 'finish', reason: 'length', raw: 'max_tokens' });
    folded.close();
    expect(folded.take()).toEqual([
      { type: 'tool-call', index: 0, toolCall: { id: 'x', name: 'add', arguments: undefined, argumentsText: '' } },
    ]);
  });

  it('is certain as soon as anything follows, whatever ends the answer', () => {
    const folded = opened();
    folded.push(call({ key: 1, id: 'y', name: 'sub', argumentsText: '{"a"' }));
    expect(typesOf(folded)).toEqual(['tool-call', 'tool-call-start', 'tool-call-delta']);
    folded.push({ type: 'finish', reason: 'length', raw: 'max_tokens' });
    folded.close();
    expect(folded.message().content).toMatchObject([
      { name: 'add', arguments: {} },
      { name: 'sub', arguments: undefined, argumentsText: '{"a"' },
    ]);
  });

  it('is told once, and the arguments are those of all its text', () => {
    const { events, content } = fold(
      call({ key: 0, id: 'x', name: 'add', argumentsText: '1' }),
      { type: 'stop', key: 0 },
      call({ key: 0, argumentsText: '2' }),
      { type: 'stop', key: 0 },
    );
    expect(content).toMatchObject([{ arguments: 12, argumentsText: '12' }]);
    expect(events.filter(({ type }) => type === 'tool-call')).toHaveLength(1);
  });
});
