import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createCall, encodeBody } from '../../src/client/call.ts';
import type { Message, ProviderMetadata } from '../../src/message.ts';
import type { Call, Wire } from '../../src/provider.ts';
import type { ResolvedConfig } from '../../src/resolved-config.ts';
import type { CompletionInput, CompletionRequest } from '../../src/types.ts';
import { deltaWire } from '../support/delta-wire.ts';
import { deepFreeze, thrownBy } from '../support/failure.ts';

const config = { model: 'delta-1', maxTokens: 100, temperature: 0.5, topP: 0.9 } as ResolvedConfig;
const create = (input: CompletionInput, wire: Wire = deltaWire, stream = false): Call =>
  createCall(input, 'delta', wire, config, stream);
const user: Message = { role: 'user', content: 'Hi' };
const cycle: Record<string, unknown> = {};
cycle.self = cycle;

describe('createCall', () => {
  it('takes a string, messages or a request', () => {
    expect(create('Hi')).toMatchObject({ prompt: 'Hi', messages: [user], provider: 'delta', model: 'delta-1', stream: false });
    expect(create([user])).toMatchObject({ prompt: undefined, messages: [user] });
    expect(create({ messages: [user] }, deltaWire, true)).toMatchObject({ messages: [user], stream: true });
    expect(create({ prompt: 'Hi', messages: undefined })).toMatchObject({ messages: [user] });
  });

  it('lets the request win over the config, 0 too', () => {
    expect(create({ prompt: 'Hi', model: 'other', temperature: 0, topP: 0, maxTokens: 1 })).toMatchObject({
      model: 'other',
      temperature: 0,
      topP: 0,
      maxTokens: 1,
    });
  });

  it('tells the model that was asked for when it refuses, and the own one where that is none', () => {
    expect(thrownBy(() => create({ prompt: 'Hi', model: 'other', topP: 2 })).model).toBe('other');
    expect(thrownBy(() => create({ prompt: 'Hi', model: 5 as never })).model).toBe('delta-1');
  });

  it('fills what is unset from the config', () => {
    expect(create({ prompt: 'Hi', model: undefined, temperature: undefined, maxTokens: undefined })).toMatchObject({
      model: 'delta-1',
      maxTokens: 100,
      temperature: 0.5,
      topP: 0.9,
    });
  });

  it.each([null, undefined, 5, true, Symbol('x'), 1n, () => 'Hi'])('refuses %p as a request', (input) => {
    const error = thrownBy(() => create(input as unknown as CompletionInput));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', provider: 'delta' });
    expect(error.message).toContain('messages or prompt');
  });

  it.each([
    [{}, 'exactly one'],
    [{ prompt: 'Hi', messages: [user] }, 'exactly one'],
    [{ prompt: '' }, 'prompt: '],
    ['', 'prompt: '],
    [{ prompt: null }, 'prompt: '],
    [{ prompt: ['Hi'] }, 'prompt: '],
    [{ messages: null }, 'messages: '],
    [[], 'messages: must not be empty'],
    [{ messages: [] }, 'messages: must not be empty'],
  ])('refuses %j', (input, says) => {
    expect(thrownBy(() => create(input as unknown as CompletionInput)).message).toContain(says);
  });

  it('tells all that is wrong at once', () => {
    const { message } = thrownBy(() => create({ messages: [], temperature: Number.NaN, nope: 1 } as never));
    expect(message).toContain('messages: ');
    expect(message).toContain('temperature: ');
    expect(message).toContain('nope: ');
  });

  it('refuses a setting that the API does not take, and says which it takes', () => {
    const { message } = thrownBy(() => create({ prompt: 'Hi', presencePenalty: 0 }));
    expect(message).toContain('presencePenalty: is not sent to this API (maxTokens, temperature');
    expect(create({ prompt: 'Hi', presencePenalty: undefined }).presencePenalty).toBeUndefined();
  });

  it('refuses images and files where the wire has no vision', () => {
    const image: Message = { role: 'user', content: [{ type: 'image', url: 'https://a.test/b.png' }] };
    expect(thrownBy(() => create([image])).message).toContain('"vision"');
    const wire: Wire = { ...deltaWire, capabilities: ['chat', 'vision'], media: { image: { sources: ['url'] } } };
    expect(create([image], wire).messages).toEqual([image]);
  });

  describe('with tools', () => {
    const tool = { name: 'look_up', parameters: z.object({ word: z.string() }) };
    const said: Message = {
      role: 'assistant',
      content: [{ type: 'tool-call', id: 'a b', name: 'look_up', arguments: {}, argumentsText: '{}' }],
    };
    const result: Message = { role: 'tool', content: 'done', toolCallId: 'a b' };
    const without: Wire = { ...deltaWire, capabilities: ['chat'], settings: ['maxTokens'] };

    it('gives them to the wire with JSON Schema, and the choice as it is', () => {
      const { tools, toolChoice } = create({ prompt: 'Hi', tools: [tool], toolChoice: 'required' });
      expect(tools).toEqual([
        { name: 'look_up', parameters: { type: 'object', properties: { word: { type: 'string' } }, required: ['word'] } },
      ]);
      expect(toolChoice).toBe('required');
    });

    it('gives the wire no empty list of them', () => {
      expect(create({ prompt: 'Hi', tools: [] }).tools).toBeUndefined();
      expect(create({ prompt: 'Hi', tools: [] }, without).tools).toBeUndefined();
    });

    it('gives each result the name of its tool, and the wire the ids that it takes', () => {
      expect(create([user, said, result]).messages[2]).toEqual({ ...result, name: 'look_up' });
      const { messages } = create([user, said, result], { ...deltaWire, toolCallIds: /^\w+$/ });
      expect(messages.slice(1)).toMatchObject([{ content: [{ id: 'call00001' }] }, { toolCallId: 'call00001' }]);
    });

    it.each([
      ['tools', { prompt: 'Hi', tools: [tool] }],
      ['toolChoice', { prompt: 'Hi', tools: [tool], toolChoice: 'auto' }],
      ['messages', { messages: [user, said, result] }],
    ] as [string, CompletionRequest][])('refuses %s where the wire has no tools, naming the capability', (name, request) => {
      const { message } = thrownBy(() => create(request, without));
      expect(message).toMatch(new RegExp(`${name}: .*no capability "tools"`));
    });

    it('says which settings there are where the API takes tools but no choice among them', () => {
      const wire: Wire = { ...deltaWire, settings: ['maxTokens', 'tools'] };
      expect(thrownBy(() => create({ prompt: 'Hi', tools: [tool], toolChoice: 'auto' }, wire)).message).toContain(
        'toolChoice: is not sent to this API (maxTokens, tools are;',
      );
    });

    it('tells what is wrong with them together with the rest', () => {
      const { message } = thrownBy(() => create({ prompt: '', tools: [{ name: '' }], toolChoice: 'any' } as never));
      expect(message).toMatch(/prompt: .*; tools\[0\]\.name: .*; toolChoice: /);
    });
  });

  it('keeps what is its own in messages and leaves out what only other providers understand', () => {
    const own = { delta: { signature: 's' } };
    const both = { delta: { signature: 's' }, other: { id: 1 } };
    const call = create([
      user,
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: '', providerMetadata: both },
          { type: 'opaque', providerMetadata: own },
          { type: 'opaque', providerMetadata: { other: { id: 1 } } },
          { type: 'opaque' },
          { type: 'text', text: 'a', providerMetadata: { other: { id: 1 } } },
          { type: 'text', text: 'b' },
        ],
      },
    ]);
    expect(call.messages[1]?.content).toEqual([
      { type: 'reasoning', text: '', providerMetadata: own },
      { type: 'opaque', providerMetadata: own },
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ]);
  });

  it('changes nothing of the request', () => {
    const request: CompletionRequest = deepFreeze({
      messages: [{ role: 'assistant', content: [{ type: 'text', text: 'a', providerMetadata: { other: {} } }] }, user],
      stop: ['x'],
      extraBody: { a: { b: [1] } },
    });
    expect(() => encodeBody(create(request), deltaWire)).not.toThrow();
  });
});

describe('encodeBody', () => {
  const body = (extraBody: CompletionRequest['extraBody'], encoded: object = {}) =>
    JSON.parse(encodeBody(create({ prompt: 'Hi', extraBody }), { ...deltaWire, encode: () => encoded as never }));

  it('merges extraBody deeply and last', () => {
    expect(body({ a: { b: 2, d: [9] }, e: 'x' }, { a: { b: 1, c: 1, d: [1, 2] }, e: { f: 1 } })).toEqual({
      a: { b: 2, c: 1, d: [9] },
      e: 'x',
    });
  });

  it('lets an object take the place of what is none', () => {
    expect(body({ a: { b: 1 } }, { a: 5 })).toEqual({ a: { b: 1 } });
    expect(body({ a: { b: 1 } }, { a: null })).toEqual({ a: { b: 1 } });
  });

  it('sends null, false, 0 and empty text where extraBody says so', () => {
    expect(body({ a: null, b: false, c: 0, d: '', e: { f: null } }, { a: 1 })).toEqual({
      a: null,
      b: false,
      c: 0,
      d: '',
      e: { f: null },
    });
  });

  it('changes nothing of what it merges', () => {
    const [extra, encoded] = deepFreeze([{ a: { b: [1] } }, { a: { c: [2] } }] as const);
    expect(body(extra as never, encoded)).toEqual({ a: { b: [1], c: [2] } });
  });

  it.each([undefined, { a: 1 }])('refuses what is no JSON in the messages, with the extraBody %j', (extraBody) => {
    for (const value of [1n, cycle]) {
      const metadata = { delta: { value } } as unknown as ProviderMetadata;
      const content = [{ type: 'text' as const, text: 'Hi', providerMetadata: metadata }];
      const call = create({ messages: [{ role: 'user', content }], extraBody });
      expect(thrownBy(() => encodeBody(call, deltaWire))).toMatchObject({ code: 'INVALID_INPUT', model: 'delta-1' });
    }
  });

  it('sends no empty lists, which say nothing but are refused by some', () => {
    const call = create({ prompt: 'Hi', stop: [], tools: [], toolChoice: 'auto' });
    expect(call).toMatchObject({ stop: undefined, tools: undefined, toolChoice: undefined });
  });

  it('refuses a function in the messages beside an extraBody', () => {
    const providerMetadata = { delta: { value: () => 1 } } as unknown as ProviderMetadata;
    const call = create({
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi', providerMetadata }] }],
      extraBody: {},
    });
    expect(thrownBy(() => encodeBody(call, deltaWire)).code).toBe('INVALID_INPUT');
  });

  it('takes __proto__ for a name like any other', () => {
    const named = '{"__proto__":{"polluted":true},"a":{"__proto__":{"polluted":true}}}';
    expect(JSON.stringify(body(JSON.parse(named)))).toBe(named);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
