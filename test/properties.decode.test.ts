import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Fold } from '../src/client/fold.ts';
import type { Delta } from '../src/delta.ts';
import { LLMError } from '../src/errors.ts';
import { clientOf, DIALECTS, wireOf } from './support/built-in-apis.ts';
import { FakeTransport } from './support/fake-transport.ts';
import { EVENTS } from './support/sample-events.ts';
import { ANSWERS, OTHERS } from './support/samples.ts';
import { ofALaterVersion, spoiled } from './support/spoiled.ts';

/** The same cases in every run. */
fc.configureGlobal({ seed: 20261122, numRuns: 60 });

/** The code of what a call fails with; `undefined` if it does not fail. Anything but our errors is thrown. */
async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof LLMError) return error.code;
    throw error;
  }
}

describe.each(DIALECTS)('the wire of $label', (one) => {
  const wire = wireOf(one);
  const answers = ANSWERS[one.dialect] ?? [];
  const events = EVENTS[one.dialect] ?? [];
  const [answer, event, other] = [spoiled(answers), spoiled(events), spoiled(OTHERS)];

  let transport = new FakeTransport();
  // One client for all: making one costs more than a call.
  const client = clientOf(one, { send: (...sent) => transport.send(...sent) });

  const fold = (deltas: Delta[]): Fold => {
    const into = new Fold({ provider: one.provider, model: 'm', createId: () => 'id' });
    for (const delta of deltas) into.push(delta);
    into.close();
    wire.usage(into.counters);
    return into;
  };
  const lineOf = (value: unknown) =>
    wire.framing.accept.includes('event-stream') ? `data: ${JSON.stringify(value)}\n\n` : `${JSON.stringify(value)}\n`;

  it('has samples', () => {
    expect(answers.length * events.length).toBeGreaterThan(0);
  });

  it('reads any body as a whole answer without throwing', () => {
    fc.assert(
      fc.property(answer, (value) => void fold(wire.decode(value))),
      { numRuns: 500 },
    );
  });

  it('reads any event without throwing', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 3 }), fc.constantFrom(undefined, 'error', 'message'), (values, name) => {
        fold(values.flatMap((value) => wire.decodeEvent(value, name)));
      }),
      { numRuns: 500 },
    );
  });

  it('reads any error body, list of models and counters without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(other, answer), fc.constantFrom(400, 401, 404, 429, 503), (value, status) => {
        const words = wire.errorMessage(value);
        if (words !== undefined) expect(typeof words).toBe('string');
        wire.classify?.({ status, headers: {}, body: value });
        wire.models?.decode(value);
        if (typeof value === 'object' && value !== null && !Array.isArray(value)) wire.usage(value as never);
      }),
      { numRuns: 700 },
    );
  });

  it('loses nothing of an answer of a later version, with members and words that it does not know', () => {
    for (const sample of answers) {
      const [before, told] = [fold(wire.decode(sample)), said(wire.decode(sample))];
      fc.assert(
        fc.property(ofALaterVersion(sample), (value) => {
          expect(said(wire.decode(value))).toEqual(told);
          // That a known word told of a failure is lost with the word.
          if (!before.failure) expect(fold(wire.decode(value)).failure).toBeUndefined();
        }),
        { numRuns: 80 },
      );
    }
  });

  it('loses nothing of an event of a later version', () => {
    for (const sample of events) {
      const told = said(wire.decodeEvent(sample));
      fc.assert(
        fc.property(ofALaterVersion(sample), (value) => expect(said(wire.decodeEvent(value))).toEqual(told)),
        { numRuns: 30 },
      );
    }
  });

  it('takes events of a kind that it does not know for nothing', () => {
    for (const event of [{ type: 'brand_new' }, { event_type: 'brand_new' }, { type: 'brand_new', index: 0, delta: {} }, {}]) {
      const { failure, phase } = fold(wire.decodeEvent(event));
      expect([failure, phase]).toEqual([undefined, 'open']);
    }
  });

  it('makes of any body an answer or one of our errors, never a defect', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(answer, other), fc.constantFrom(200, 200, 200, 400, 429, 500), async (value, status) => {
        transport = new FakeTransport({ status, chunks: [JSON.stringify(value)] });
        expect(await codeOf(client.complete('Hi'))).not.toBe('INTERNAL_ERROR');
      }),
    );
  });

  it('makes of any bytes of a stream an answer or one of our errors, never a defect', async () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      event.map((value) => Buffer.from(lineOf(value))),
      fc.constantFrom('data: [DONE]\n\n', '\n\n', ': ping\n\n', 'event: x\ndata: {}\n\n').map((line) => Buffer.from(line)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(noise, { maxLength: 5 }), async (chunks) => {
        transport = new FakeTransport({ chunks });
        expect(await codeOf(client.stream('Hi').response)).not.toBe('INTERNAL_ERROR');
      }),
    );
  });

  it('gives responses whose members are what they are said to be', async () => {
    await fc.assert(
      fc.asyncProperty(answer, async (value) => {
        transport = new FakeTransport({ chunks: [JSON.stringify(value)] });
        const response = await client.complete('Hi').catch(() => undefined);
        if (!response) return;
        const { id, content, model, rawFinishReason, usage, tokensUsed, toolCalls } = response;
        for (const word of [id, content, model, rawFinishReason]) expect(typeof word).toBe('string');
        for (const count of [usage.promptTokens, usage.completionTokens, tokensUsed]) expect(Number.isFinite(count)).toBe(true);
        for (const call of toolCalls)
          expect([call.id, call.name, call.argumentsText].every((word) => typeof word === 'string')).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

/** What deltas say, kind by kind, without what stands in metadata, where all that is new is kept. */
function said(deltas: Delta[]): unknown {
  const of = (type: 'text' | 'reasoning') => deltas.flatMap((delta) => (delta.type === type ? [delta.text] : [])).join('');
  const calls = deltas.flatMap((delta) => (delta.type === 'tool-call' ? [[delta.id, delta.name]] : []));
  return { text: of('text'), reasoning: of('reasoning'), calls };
}
