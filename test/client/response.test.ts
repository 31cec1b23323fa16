import { describe, expect, it } from '@jest/globals';
import { Fold } from '../../src/client/fold.ts';
import { createResponse } from '../../src/client/response.ts';
import type { Delta } from '../../src/delta.ts';
import type { Call } from '../../src/provider.ts';
import type { CompletionResponse } from '../../src/types.ts';
import { deltaWire } from '../support/delta-wire.ts';

const meta = { status: 200, attempts: 1, latencyMs: 5 };
const call = { provider: 'delta', model: 'delta-1', messages: [{ role: 'user', content: '12345678' }] } as unknown as Call;

function respond(...deltas: Delta[]): CompletionResponse {
  const fold = new Fold({ provider: 'delta', model: 'delta-1', createId: () => 'made-up' });
  for (const delta of deltas) fold.push(delta);
  fold.close();
  return createResponse(fold, call, deltaWire, meta, { raw: true });
}

const counted = (counters: Record<string, number>) => respond({ type: 'usage', counters }).usage;

describe('createResponse', () => {
  it('gives views on the message, in order', () => {
    const response = respond(
      { type: 'response', id: 'r-1', model: 'delta-1-2026' },
      { type: 'reasoning', text: 'Let me ' },
      { type: 'text', text: 'Hel' },
      { type: 'part', data: { block: 1 } },
      { type: 'reasoning', text: 'see' },
      { type: 'tool-call', key: 0, id: 'c', name: 'f', argumentsText: '{"a":1}', mode: 'append' },
      { type: 'text', text: 'lo' },
      { type: 'citation', citation: { url: 'https://a.test', raw: null } },
      { type: 'finish', reason: 'stop', raw: 'STOP' },
    );
    expect(response).toMatchObject({
      id: 'r-1',
      model: 'delta-1-2026',
      provider: 'delta',
      content: 'Hello',
      reasoning: 'Let me see',
      toolCalls: [{ id: 'c', name: 'f', arguments: { a: 1 }, argumentsText: '{"a":1}' }],
      citations: [{ url: 'https://a.test', raw: null }],
      finishReason: 'tool_calls',
      rawFinishReason: 'STOP',
      meta,
      raw: { raw: true },
    });
    expect(response.message.content.map(({ type }) => type)).toEqual([
      'reasoning',
      'text',
      'opaque',
      'reasoning',
      'tool-call',
      'text',
    ]);
  });

  it('leaves out what there is not', () => {
    const response = respond({ type: 'text', text: 'Hi' });
    expect(Object.keys(response)).not.toEqual(expect.arrayContaining(['reasoning']));
    expect(Object.keys(response)).not.toEqual(expect.arrayContaining(['citations']));
    expect(response).toMatchObject({ id: '', model: 'delta-1', toolCalls: [], finishReason: 'other', rawFinishReason: '' });
  });

  it('counts what the provider counted, and nothing is a count too', () => {
    expect(counted({ input: 3, output: 0 })).toEqual({ promptTokens: 3, completionTokens: 0, totalTokens: 3 });
    expect(respond({ type: 'usage', counters: { input: 3, output: 4 } }).tokensUsed).toBe(7);
  });

  it('estimates and marks what was not counted', () => {
    expect(counted({ input: 3 })).toEqual({ promptTokens: 3, completionTokens: 0, totalTokens: 3, estimated: true });
    expect(respond({ type: 'text', text: '12345' }).usage).toEqual({
      promptTokens: 2,
      completionTokens: 2,
      totalTokens: 4,
      estimated: true,
    });
  });

  it('does not let reasoning be more than all that was generated', () => {
    expect(counted({ input: 3, output: 5, reasoning: 9 })).toMatchObject({ completionTokens: 5, reasoningTokens: 5 });
  });
});
