import { describe, expect, it } from '@jest/globals';
import { decodeEvent } from '../../../plugins/anthropic/decode.ts';
import { Fold } from '../../../src/client/fold.ts';
import type { JsonObject } from '../../../src/plugin.ts';

const start = (index: number, content_block: JsonObject) => decodeEvent({ type: 'content_block_start', index, content_block });
const grow = (index: number, delta: JsonObject) => decodeEvent({ type: 'content_block_delta', index, delta });

describe('a stream', () => {
  it('tells a call once that comes at once and again in pieces', () => {
    const fold = new Fold({ provider: 'anthropic', model: 'claude-sonnet-5', createId: () => 'made-up' });
    const deltas = [
      ...start(0, { type: 'text', text: 'I look.' }),
      ...start(1, { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Rome' }, caller: { type: 'direct' } }),
      ...grow(1, { type: 'input_json_delta', partial_json: '{"city":' }),
      ...grow(1, { type: 'input_json_delta', partial_json: '"Rome"}' }),
      ...decodeEvent({ type: 'content_block_stop', index: 1 }),
      ...start(2, { type: 'tool_use', id: 't2', name: 'weather', input: {} }),
      ...grow(2, { type: 'input_json_delta', partial_json: '{"city":"Oslo"}' }),
      ...decodeEvent({ type: 'content_block_stop', index: 2 }),
    ];
    for (const delta of deltas) fold.push(delta);
    fold.close();
    const rome = { id: 't1', name: 'weather', arguments: { city: 'Rome' }, argumentsText: '{"city":"Rome"}' };
    const oslo = { id: 't2', name: 'weather', arguments: { city: 'Oslo' }, argumentsText: '{"city":"Oslo"}' };
    expect(fold.message().content.slice(1)).toEqual([
      { type: 'tool-call', ...rome, providerMetadata: { anthropic: { caller: { type: 'direct' } } } },
      { type: 'tool-call', ...oslo },
    ]);
    const calls = fold.take().filter(({ type }) => type.startsWith('tool-call'));
    expect(calls).toEqual([
      { type: 'tool-call-start', index: 0, id: 't1', name: 'weather' },
      { type: 'tool-call-delta', index: 0, argumentsText: '{"city":"Rome"}' },
      { type: 'tool-call', index: 0, toolCall: rome },
      { type: 'tool-call-start', index: 1, id: 't2', name: 'weather' },
      { type: 'tool-call-delta', index: 1, argumentsText: '{"city":"Oslo"}' },
      { type: 'tool-call', index: 1, toolCall: oslo },
    ]);
  });
});
