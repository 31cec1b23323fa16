import { describe, expect, it } from '@jest/globals';
import { readBody, readErrorBody } from '../../src/http/body.ts';
import { type HttpAnswer, TransportFailure } from '../../src/http/transport.ts';
import { settle } from '../support/fake-clock.ts';
import { failureFrom } from './servers.ts';

/** An answer of these chunks, and then this error. `left` says whether its reader left early. */
function answer(chunks: (string | Uint8Array)[], error?: unknown): HttpAnswer & { left: boolean } {
  const result = { status: 200, headers: {}, left: false, body: body() };
  async function* body() {
    let whole = false;
    try {
      for (const chunk of chunks) yield Buffer.from(chunk as string);
      whole = true;
      if (error !== undefined) throw error;
    } finally {
      result.left = !whole;
    }
  }
  return result;
}

describe('readBody', () => {
  it('joins the chunks, characters that are cut in two included', async () => {
    const bytes = Buffer.from('\ufeff{"text":"grüß 👋"}');
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(await readBody(answer([bytes.subarray(0, cut), bytes.subarray(cut)]), 100)).toBe('{"text":"grüß 👋"}');
    }
    expect(await readBody(answer([]), 100)).toBe('');
  });

  it('turns invalid UTF-8 into U+FFFD', async () => {
    expect(await readBody(answer([Buffer.of(0x61, 0xff)]), 100)).toBe('a\ufffd');
  });

  it('refuses what is over the limit and leaves', async () => {
    expect(await readBody(answer(['12345', '67890']), 10)).toBe('1234567890');
    const endless = answer(['12345', '678901', 'never read']);
    expect(await failureFrom(readBody(endless, 10))).toBeInstanceOf(RangeError);
    expect(endless.left).toBe(true);
  });

  it('fails as the reading fails', async () => {
    const failure = new TransportFailure('reset', 'cut');
    expect(await failureFrom(readBody(answer(['half'], failure), 100))).toBe(failure);
  });
});

describe('readErrorBody', () => {
  it('gives the whole of a short body', async () => {
    expect(await readErrorBody(answer(['{"error":', '"no"}']), 100, never)).toBe('{"error":"no"}');
  });

  it('gives the beginning of a long one, without half a character, and leaves', async () => {
    const endless = answer(['12345', '678é', 'never read', 'never read']);
    expect(await readErrorBody(endless, 9, never)).toBe('12345678');
    expect(endless.left).toBe(true);
  });

  it('gives what came before the network failed', async () => {
    expect(await readErrorBody(answer(['half'], new TransportFailure('reset', 'cut')), 100, never)).toBe('half');
  });

  it('gives what has come when it is enough', async () => {
    const stalled = { ...answer([]), body: stall('half') };
    expect(await readErrorBody(stalled, 100, settle())).toBe('half');
  });
});

const never = new Promise(() => {});

async function* stall(first: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(first);
  await never;
}
