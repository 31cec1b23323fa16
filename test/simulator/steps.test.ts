import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { APIS, type Api, ask, askAll, askFaulty, eventsOf, type Good, send, streamedText } from './ask.ts';

let simulator: Simulator;
let good: Good;

beforeAll(async () => {
  simulator = await startSimulator();
  good = await askAll(simulator);
});
beforeEach(() => {
  simulator.scenario = undefined;
});
afterAll(() => simulator.close());

const first = (api: Api, count: number) => good[api].tokens.slice(0, count).join('');

describe.each(APIS)('a broken stream of %s', (api) => {
  const at = (after: number) => ({ after });

  it('is cut between two events', async () => {
    const { text, complete } = await askFaulty(simulator, api, { break: 'cut', ...at(3) });
    expect(complete).toBe(false);
    expect(streamedText(api, text)).toBe(first(api, 3));
    expect(good[api].streamed.text.startsWith(text)).toBe(true);
  });

  it('is cut after the headers, before anything else', async () => {
    const { status, bytes, complete } = await askFaulty(simulator, api, { break: 'cut' });
    expect([status, bytes.length, complete]).toEqual([200, 0, false]);
  });

  it('is cut inside an event, and inside a character', async () => {
    const { bytes, complete } = await askFaulty(simulator, api, { break: 'cut-inside', ...at(1) });
    expect(complete).toBe(false);
    expect(bytes.equals(good[api].streamed.bytes.subarray(0, bytes.length))).toBe(true);
    // The second token is `réponse`: the last byte is the first of two.
    expect(bytes.at(-1)).toBe(0xc3);
  });

  it('ends without its terminal event', async () => {
    const { text, complete } = await askFaulty(simulator, api, { break: 'end', ...at(Number.POSITIVE_INFINITY) });
    expect(complete).toBe(true);
    expect(streamedText(api, text)).toBe(first(api, Number.POSITIVE_INFINITY));
    expect(text.length).toBeLessThan(good[api].streamed.text.length);
  });

  it.each([0, 2])("tells of an error in the API's own way after %i tokens", async (after) => {
    const { text, complete } = await askFaulty(simulator, api, { break: 'error', after });
    const events = eventsOf(text);
    const told = events.at(-1);
    expect(complete).toBe(true);
    expect(streamedText(api, text)).toBe(first(api, after));
    expect(after === 0 ? events.length : 1).toBe(1);
    expect(told.error ?? told.delta?.error ?? told.finish_reason ?? told.code).toBeTruthy();
  });

  it('has an event that is no JSON, and goes on', async () => {
    const { text } = await askFaulty(simulator, api, { break: 'malformed', ...at(1) });
    expect(() => eventsOf(text)).toThrow(SyntaxError);
    expect(text.length).toBe(good[api].streamed.text.length - 1);
  });

  it('stalls with keep-alives, then goes on', async () => {
    const fault = { break: 'stall', after: 2, stallMs: 6, keepAliveMs: 2 } as const;
    const { text } = await askFaulty(simulator, api, fault);
    expect(text.length).toBeGreaterThan(good[api].streamed.text.length);
    expect(streamedText(api, text)).toBe(first(api, Number.POSITIVE_INFINITY));
  });

  it('is the same byte by byte, each by itself', async () => {
    const { bytes, chunks } = await askFaulty(simulator, api, { writeBytes: 1 });
    expect(bytes.equals(good[api].streamed.bytes)).toBe(true);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(20);
  });

  it('is the same event by event', async () => {
    const { text, chunks } = await askFaulty(simulator, api, { eventDelayMs: 1 });
    expect(text).toBe(good[api].streamed.text);
    expect(chunks.length).toBeGreaterThan(good[api].tokens.length / 2);
  });

  it('is framed with CRLF', async () => {
    const { text } = await askFaulty(simulator, api, { crlf: true });
    expect(text).toBe(good[api].streamed.text.replaceAll(/\r?\n/g, '\r\n'));
  });

  it('has a giant event that is legal', async () => {
    const { text } = await askFaulty(simulator, api, { padBytes: 200_000, ...at(1) });
    expect(text.length).toBe(good[api].streamed.text.length + 200_000);
    expect(streamedText(api, text)).toBe(first(api, Number.POSITIVE_INFINITY));
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeGreaterThan(200_000);
  });

  it('has as many tokens as are wanted', async () => {
    const { text } = await askFaulty(simulator, api, { tokens: 300 });
    expect(streamedText(api, text).match(/[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]/gu)).toHaveLength(300);
  });
});

describe('a broken whole answer', () => {
  it('is cut in its middle', async () => {
    simulator.scenario = { break: 'cut' };
    const { status, text, complete } = await ask(simulator, 'cohere');
    expect([status, complete]).toEqual([200, false]);
    expect(text).not.toBe('');
    expect(good.cohere.whole.text.startsWith(text)).toBe(true);
  });

  it.each(['end', 'malformed'] as const)('is truncated JSON: %s', async (breakage) => {
    simulator.scenario = { break: breakage };
    const { text, complete } = await ask(simulator, 'cohere');
    expect(complete).toBe(true);
    expect(text).not.toBe('');
    expect(good.cohere.whole.text.startsWith(text)).toBe(true);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it('is an error inside a 200', async () => {
    simulator.scenario = { break: 'error' };
    const { status, text } = await ask(simulator, 'anthropic');
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ type: 'error', error: { type: 'api_error' } });
  });

  it('comes after blank lines', async () => {
    simulator.scenario = { break: 'stall', stallMs: 4, keepAliveMs: 2 };
    const { text } = await ask(simulator, 'cohere');
    expect(text).toMatch(/^\n+\{/);
    expect(text.trim()).toBe(good.cohere.whole.text);
  });

  it('is giant, and an error is too', async () => {
    simulator.scenario = [{ padBytes: 5_000_000 }, { status: 500, padBytes: 5_000_000 }];
    for (const status of [200, 500]) {
      const reply = await ask(simulator, 'cohere');
      expect([reply.status, reply.bytes.length > 5_000_000]).toEqual([status, true]);
      expect(() => JSON.parse(reply.text)).not.toThrow();
    }
  });

  it('stops to write when nobody reads any more', async () => {
    simulator.scenario = { padBytes: Number.POSITIVE_INFINITY };
    const answer = await fetch(`${simulator.url}/huggingface/v1/models`);
    await answer.body?.cancel();
    simulator.scenario = undefined;
    expect((await send(simulator, '/huggingface/v1/models', { method: 'GET' })).status).toBe(200);
  });
});
