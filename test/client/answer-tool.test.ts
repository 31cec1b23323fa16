import { describe, expect, it } from '@jest/globals';
import { AnswerTool } from '../../src/client/answer-tool.ts';
import { createCall } from '../../src/client/call.ts';
import { Fold } from '../../src/client/fold.ts';
import type { Delta } from '../../src/delta.ts';
import type { ResponseFormat } from '../../src/message.ts';
import type { Wire } from '../../src/provider.ts';
import type { ResolvedConfig } from '../../src/resolved-config.ts';
import type { RequestSettings } from '../../src/types.ts';
import { finish, text } from '../support/delta-wire.ts';
import { thrownBy } from '../support/failure.ts';
import { call } from '../support/fold.ts';
import { byTool } from '../support/format-wire.ts';

const schema = { type: 'object', properties: { city: { type: 'string' } } };
const place = { type: 'json_schema', name: 'place', schema } as const;
const weather = { name: 'weather', description: undefined, parameters: { type: 'object', properties: {} } };

function create(responseFormat: ResponseFormat, settings: RequestSettings = {}, wire: Wire = byTool) {
  const config = { model: 'delta-1' } as ResolvedConfig;
  return createCall({ prompt: 'Hi', responseFormat, ...settings }, 'delta', wire, config, false);
}

const refusalOf = (...args: Parameters<typeof create>): string => thrownBy(() => create(...args)).message;

describe('the tool that an answer is asked for by', () => {
  it('is the only one, and must be called, where there are no others', () => {
    expect(create({ ...place, description: 'Where it is.' })).toMatchObject({
      tools: [{ name: 'place', description: 'Where it is.', parameters: schema }],
      toolChoice: { name: 'place' },
      responseFormat: undefined,
    });
    expect(create({ type: 'json' })).toMatchObject({
      tools: [{ name: 'json', parameters: { type: 'object' } }],
      toolChoice: { name: 'json' },
    });
  });

  it("stands beside the caller's, of which one or it must be called", () => {
    for (const toolChoice of [undefined, 'auto'] as const) {
      const { tools, toolChoice: choice } = create(place, { tools: [weather], toolChoice });
      expect(tools?.map(({ name }) => name)).toEqual(['weather', 'place']);
      expect(choice).toBe('required');
    }
  });

  it("stands alone where the caller's must not be called", () => {
    const { tools, toolChoice } = create(place, { tools: [weather], toolChoice: 'none' });
    expect(tools?.map(({ name }) => name)).toEqual(['place']);
    expect(toolChoice).toEqual({ name: 'place' });
  });

  it.each(['required', { name: 'weather' }] as const)('can not be beside the choice %j', (toolChoice) => {
    expect(refusalOf(place, { tools: [weather], toolChoice })).toContain(
      'toolChoice: must be auto or none beside responseFormat, as this API gives the answer by a tool',
    );
  });

  it("can not have the name of one of the caller's", () => {
    expect(refusalOf({ ...place, name: 'weather' }, { tools: [weather] })).toContain(
      'responseFormat.name: a tool is called "weather" too',
    );
  });

  it('must have a name that the API takes for a tool', () => {
    const wire = { ...byTool, toolNames: /^[a-z]+$/ };
    expect(create(place, {}, wire).tools).toHaveLength(1);
    expect(refusalOf({ ...place, name: 'my-place' }, {}, wire)).toContain(
      'responseFormat.name: this API gives the answer by a tool of the name "my-place", and the names that it takes fit /^[a-z]+$/',
    );
  });

  it.each([
    [{ type: 'array', items: {} }],
    [{ type: ['object', 'null'] }],
    [{ enum: ['a'] }],
    [{ const: 1 }],
    [{ items: {} }],
    [{ anyOf: [{ type: 'object' }, { type: 'string' }] }],
    [{ oneOf: [{ anyOf: [{ type: 'null' }] }] }],
  ])('can not take %j, which is no object', (given) => {
    expect(refusalOf({ ...place, schema: given })).toContain('responseFormat.schema: must be of an object');
  });

  it.each([
    [{ properties: { a: {} } }],
    [{ anyOf: [{ type: 'object' }, { properties: {} }] }],
    [{ $ref: '#/$defs/a', $defs: { a: { type: 'object' } } }],
  ])('takes %j for an object', (given) => {
    expect(create({ ...place, schema: given }).tools?.[0]?.parameters).toEqual({ ...given, type: 'object' });
  });

  it('is refused where the API has no tools', () => {
    const wire = { ...byTool, settings: byTool.settings.filter((name) => name !== 'tools' && name !== 'toolChoice') };
    expect(refusalOf(place, {}, wire)).toContain('tools: is not sent to this API');
  });
});

/** What deltas fold to where the answer is asked for by the tool `place`. */
function fold(...deltas: Delta[]) {
  const folded = new Fold({ provider: 'acme', model: 'acme-1', createId: () => 'made-up', answerTool: new AnswerTool('place') });
  for (const delta of deltas) folded.push(delta);
  folded.close();
  const { finishReason, answer } = folded;
  return { events: folded.take(), content: folded.message().content, finishReason, answer };
}

const ended = finish('tool_calls');

describe('a call of it', () => {
  it('is text, piece by piece', () => {
    const pieces = ['{"city"', ':"Os', 'lo"}'].map((argumentsText) => call({ key: 0, argumentsText }));
    expect(fold(call({ key: 0, id: 'a', name: 'place' }), ...pieces, ended)).toEqual({
      events: [
        { type: 'text', text: '{"city"' },
        { type: 'text', text: ':"Os' },
        { type: 'text', text: 'lo"}' },
      ],
      content: [{ type: 'text', text: '{"city":"Oslo"}' }],
      finishReason: 'stop',
      answer: '{"city":"Oslo"}',
    });
  });

  it('is text that comes whole, or whole again', () => {
    const whole = call({ key: 0, id: 'a', name: 'place', argumentsText: '{"a":1}', mode: 'whole' });
    expect(fold(whole, whole, ended).events).toEqual([{ type: 'text', text: '{"a":1}' }]);
    const begun = call({ key: 0, id: 'a', name: 'place', argumentsText: '{"a"' });
    expect(fold(begun, whole, ended).events).toEqual([
      { type: 'text', text: '{"a"' },
      { type: 'text', text: ':1}' },
    ]);
  });

  it('is text where its name comes late', () => {
    const { events, content } = fold(
      call({ key: 0, id: 'a', argumentsText: '{' }),
      call({ key: 0, name: 'place', argumentsText: '}' }),
    );
    expect(events).toEqual([{ type: 'text', text: '{}' }]);
    expect(content).toEqual([{ type: 'text', text: '{}' }]);
  });

  it('is an empty object without arguments, and nothing where they were cut off', () => {
    expect(fold(call({ key: 0, id: 'a', name: 'place' }), ended)).toMatchObject({
      events: [{ type: 'text', text: '{}' }],
      answer: '{}',
    });
    expect(fold(call({ key: 0, id: 'a', name: 'place' }), finish('length'))).toMatchObject({
      events: [],
      answer: '',
      finishReason: 'length',
    });
  });

  it('leaves no metadata, before it or after', () => {
    const signed: Delta = { type: 'part', kind: 'tool-call', key: 0, data: { signature: 'x' } };
    expect(fold(signed, call({ key: 0, id: 'a', name: 'place', argumentsText: '{}' }), signed).content).toEqual([
      { type: 'text', text: '{}' },
    ]);
  });

  it('stands where it was among other parts', () => {
    const { content, answer } = fold(text('Here: '), call({ key: 0, id: 'a', name: 'place', argumentsText: '{}' }), text('!'));
    expect(content).toEqual(['Here: ', '{}', '!'].map((said) => ({ type: 'text', text: said })));
    expect(answer).toBe('{}');
  });

  it('keeps the reason of an API that calls it no call', () => {
    const called = call({ key: 0, id: 'a', name: 'place', argumentsText: '{}' });
    expect(fold(called, finish('stop')).finishReason).toBe('stop');
    expect(fold(called, finish('length')).finishReason).toBe('length');
    expect(fold(called).finishReason).toBe('other');
  });
});

describe('a call of another tool', () => {
  const other = call({ key: 1, id: 'b', name: 'weather', argumentsText: '{}' });

  it('is a call like any', () => {
    const { events, finishReason, answer } = fold(other, ended);
    expect(events.map(({ type }) => type)).toEqual(['tool-call-start', 'tool-call-delta', 'tool-call']);
    expect(finishReason).toBe('tool_calls');
    expect(answer).toBeUndefined();
  });

  it('has an index among those that are calls to the caller', () => {
    const { events, content, finishReason } = fold(
      call({ key: 0, id: 'a', name: 'place', argumentsText: '{}' }),
      other,
      finish(),
    );
    expect(events.flatMap((event) => ('index' in event ? [event.index] : []))).toEqual([0, 0, 0]);
    expect(content.map(({ type }) => type)).toEqual(['text', 'tool-call']);
    expect(finishReason).toBe('tool_calls');
  });
});
