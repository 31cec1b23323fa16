import { describe, expect, it } from '@jest/globals';
import type { CanceledError, LLMError } from '../../src/errors.ts';
import { TransportFailure } from '../../src/http/transport.ts';
import type { Message } from '../../src/message.ts';
import type { StreamEvent } from '../../src/types.ts';
import { deltaClient } from '../support/delta-client.ts';
import { event, finish, text, usage } from '../support/delta-wire.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import { FakeTransport } from '../support/fake-transport.ts';

const HELLO = [event(text('Hel')), event(text('lo')), event(finish(), usage(3, 2)), 'data: [DONE]\n\n'];

async function collect(events: AsyncIterable<StreamEvent>): Promise<StreamEvent[]> {
  const all: StreamEvent[] = [];
  for await (const one of events) all.push(one);
  return all;
}

async function failureOf(work: Promise<unknown>): Promise<LLMError> {
  return work.then(
    () => {
      throw new Error('it did not fail');
    },
    (error) => error,
  );
}

describe('a stream', () => {
  it('sends nothing before the first pull', async () => {
    const transport = new FakeTransport({ chunks: HELLO });
    const stream = deltaClient(transport).stream('Hi');
    void stream.response;
    await settle();
    expect(transport.requests).toHaveLength(0);
    await collect(stream);
    expect(transport.requests).toHaveLength(1);
  });

  it('ends with exactly one finish event, whose response is the whole answer', async () => {
    const stream = deltaClient(new FakeTransport({ chunks: HELLO })).stream('Hi');
    const events = await collect(stream);
    expect(events.map(({ type }) => type)).toEqual(['text', 'text', 'finish']);
    const response = await stream.response;
    expect(events.at(-1)).toMatchObject({ finishReason: 'stop', usage: { totalTokens: 5 }, response: { content: 'Hello' } });
    expect(response).toMatchObject({ content: 'Hello', tokensUsed: 5, meta: { status: 200, attempts: 1 } });
  });

  it('gives the same answer as complete', async () => {
    const deltas = [text('Hello'), finish(), usage(3, 2)];
    const whole = await deltaClient(new FakeTransport({ chunks: [JSON.stringify(deltas)] })).complete('Hi');
    const streamed = await deltaClient(new FakeTransport({ chunks: HELLO })).stream('Hi').response;
    const { raw, meta, ...rest } = whole;
    expect(streamed).toMatchObject(rest);
    expect(raw).toEqual(deltas);
  });

  it('reads the whole answer when only the response is awaited', async () => {
    const stream = deltaClient(new FakeTransport({ chunks: HELLO })).stream('Hi');
    const [first, second] = await Promise.all([stream.response, stream.response]);
    expect(first.content).toBe('Hello');
    expect(second).toBe(first);
  });

  it('gives its response to one who waits while another iterates', async () => {
    const stream = deltaClient(new FakeTransport({ chunks: HELLO })).stream('Hi');
    const [events, response] = await Promise.all([collect(stream), stream.response]);
    expect(events).toHaveLength(3);
    expect(response.content).toBe('Hello');
  });

  it('refuses a second reader', async () => {
    const stream = deltaClient(new FakeTransport({ chunks: HELLO })).stream('Hi');
    await collect(stream);
    expect((await failureOf(collect(stream))).code).toBe('INVALID_INPUT');
    expect((await failureOf(collect(stream.text as never))).code).toBe('INVALID_INPUT');
  });

  it('gives the text alone', async () => {
    const stream = deltaClient(new FakeTransport({ chunks: HELLO })).stream('Hi');
    const parts: string[] = [];
    for await (const part of stream.text) parts.push(part);
    expect(parts).toEqual(['Hel', 'lo']);
    expect((await stream.response).content).toBe('Hello');
  });

  it('gives its events in order to pulls that do not wait for each other', async () => {
    const iterator = deltaClient(new FakeTransport({ chunks: HELLO }))
      .stream('Hi')
      [Symbol.asyncIterator]();
    const results = await Promise.all([1, 2, 3, 4].map(() => iterator.next()));
    expect(results.map(({ done, value }) => (done ? 'done' : value?.type))).toEqual(['text', 'text', 'finish', 'done']);
  });

  it('reads no chunk that nobody asked for', async () => {
    const transport = new FakeTransport({ chunks: HELLO });
    const iterator = deltaClient(transport).stream('Hi')[Symbol.asyncIterator]();
    await iterator.next();
    await settle();
    expect(transport.read).toBe(1);
  });

  it('becomes a web stream', async () => {
    const stream = deltaClient(new FakeTransport({ chunks: HELLO })).stream('Hi');
    const types: string[] = [];
    for await (const { type } of stream.toReadableStream()) types.push(type);
    expect(types).toEqual(['text', 'text', 'finish']);
  });

  it('reads on after a finish reason, and the last one that says something wins', async () => {
    const chunks = [
      event(finish('length')),
      event(text('more')),
      event({ type: 'finish', reason: 'other', raw: '' }),
      event(finish('stop')),
    ];
    const response = await deltaClient(new FakeTransport({ chunks })).stream('Hi').response;
    expect(response).toMatchObject({ content: 'more', finishReason: 'stop' });
  });

  it('is an end at [DONE] without a finish reason', async () => {
    const response = await deltaClient(new FakeTransport({ chunks: [event(text('Hi')), 'data: [DONE]\n\n'] })).stream('Hi')
      .response;
    expect(response).toMatchObject({ content: 'Hi', finishReason: 'other', rawFinishReason: '' });
  });

  it('estimates and marks the usage that nobody told', async () => {
    const response = await deltaClient(new FakeTransport({ chunks: [event(text('12345678'), finish())] })).stream('Hi').response;
    expect(response.usage).toEqual({ promptTokens: 1, completionTokens: 2, totalTokens: 3, estimated: true });
  });

  it('takes a whole answer where events were asked for', async () => {
    const chunks = ['\n\n  ', JSON.stringify([text('Hello'), finish()])];
    const response = await deltaClient(new FakeTransport({ chunks })).stream('Hi').response;
    expect(response.content).toBe('Hello');
  });
});

describe('a stream that breaks', () => {
  const broken: [string, (string | Error)[], string][] = [
    ['at the end of the body without a sign of the end', [event(text('Hel'))], 'STREAM_READ'],
    ['at a cut socket', [event(text('Hel')), new TransportFailure('reset', 'the connection was lost')], 'STREAM_READ'],
    ['at an event that is no JSON', [event(text('Hel')), 'data: {"type":\n\n', event(finish())], 'STREAM_READ'],
    ['at an error event', [event(text('Hel')), event({ type: 'error', message: 'no more' }), event(finish())], 'STREAM_READ'],
    [
      'at an error event with a status',
      [event(text('Hel')), event({ type: 'error', message: 'busy', status: 529 })],
      'LLM_REQUEST',
    ],
  ];
  it.each(broken)('throws with what came before, %s', async (_where, chunks, code) => {
    const transport = new FakeTransport({ chunks });
    const stream = deltaClient(transport).stream('Hi');
    const seen: string[] = [];
    const error = await failureOf(
      (async () => {
        for await (const one of stream) seen.push(one.type);
      })(),
    );
    expect(seen).toEqual(['text']);
    expect(error).toMatchObject({ code, provider: 'delta', attempts: 1 });
    expect(error.partial?.content).toBe('Hel');
    expect(Object.keys(error)).not.toContain('partial');
    expect(await failureOf(stream.response)).toBe(error);
    expect(transport.requests).toHaveLength(1);
  });

  it('throws once; then the iteration is over', async () => {
    const iterator = deltaClient(new FakeTransport({ chunks: [event(text('Hel'))] }))
      .stream('Hi')
      [Symbol.asyncIterator]();
    await iterator.next();
    await failureOf(iterator.next());
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('gives the events of a chunk before the failure that the same chunk holds', async () => {
    const chunks = [event(text('Hel')) + event({ type: 'error', message: 'no more' })];
    const iterator = deltaClient(new FakeTransport({ chunks })).stream('Hi')[Symbol.asyncIterator]();
    expect(await iterator.next()).toMatchObject({ value: { text: 'Hel' } });
    expect((await failureOf(iterator.next())).code).toBe('STREAM_READ');
  });

  it('is tried again before its first content', async () => {
    const transport = new FakeTransport({ chunks: [event({ type: 'error', message: 'busy', status: 529 })] }, { chunks: HELLO });
    const response = await deltaClient(transport, { retry: { minDelayMs: 0 } }).stream('Hi').response;
    expect(response).toMatchObject({ content: 'Hello', meta: { attempts: 2 } });
  });

  it('says how often it was tried', async () => {
    const transport = new FakeTransport({ chunks: [event({ type: 'response', id: 'r' })] });
    const error = await failureOf(deltaClient(transport, { retry: { minDelayMs: 0 } }).stream('Hi').response);
    expect(error).toMatchObject({ code: 'STREAM_READ', attempts: 3 });
    expect(error.partial).toMatchObject({ content: '', provider: 'delta' });
  });

  it('refuses an event that is too large', async () => {
    const transport = new FakeTransport({ chunks: [event(text('x'.repeat(5000)))] });
    const error = await failureOf(deltaClient(transport, { maxEventBytes: 1024, retry: { attempts: 1 } }).stream('Hi').response);
    expect(error).toMatchObject({ code: 'STREAM_READ' });
    expect(error.message).toContain('maxEventBytes');
  });

  it('ends one that never ends, and does not ask for it again', async () => {
    const flood = `: ${' '.repeat(1024 * 1024)}\n\n`;
    const transport = new FakeTransport({ chunks: [event(text('Hello')), ...Array.from({ length: 65 }, () => flood)] });
    const error = await failureOf(deltaClient(transport, { retry: { minDelayMs: 0 } }).stream('Hi').response);
    expect(error).toMatchObject({ code: 'STREAM_READ', attempts: 1, partial: { content: 'Hello' } });
    expect(error.message).toContain('too much');
  });
});

describe('limits of a stream', () => {
  it('ends a silence before the first content', async () => {
    const clock = new FakeClock();
    const transport = new FakeTransport({ chunks: [': ping\n\n', ': ping\n\n'], open: true });
    const client = deltaClient(transport, { firstContentTimeoutMs: 1000, retry: { attempts: 1 } }, { clock });
    const failure = failureOf(client.stream('Hi').response);
    await clock.advance(1000);
    expect(await failure).toMatchObject({ code: 'LLM_TIMEOUT', phase: 'first-content' });
    expect((await failure).message).toContain('firstContentTimeoutMs');
    expect(clock.waiting).toBe(0);
  });

  it('ends a silence between contents that keep-alives do not break', async () => {
    const clock = new FakeClock();
    let ping = (_bytes: string) => {};
    const later = new Promise<string>((resolve) => {
      ping = resolve;
    });
    const transport = new FakeTransport({ chunks: [event(text('Hel')), later], open: true });
    const iterator = deltaClient(transport, { idleTimeoutMs: 1000 }, { clock }).stream('Hi')[Symbol.asyncIterator]();
    await iterator.next();
    const failure = failureOf(iterator.next());
    await clock.advance(900);
    ping(': ping\n\n');
    await clock.advance(100);
    const error = await failure;
    expect(error).toMatchObject({ code: 'LLM_TIMEOUT', phase: 'idle' });
    expect(error.partial?.content).toBe('Hel');
    expect(transport.closed).toBe(1);
  });

  it('does not count the time in which nobody pulls', async () => {
    const clock = new FakeClock();
    const transport = new FakeTransport({ chunks: HELLO });
    const iterator = deltaClient(transport, { idleTimeoutMs: 1000 }, { clock }).stream('Hi')[Symbol.asyncIterator]();
    await iterator.next();
    await clock.advance(60_000);
    expect(await iterator.next()).toMatchObject({ value: { text: 'lo' } });
  });

  it('waits five seconds for usage when the socket stays open after a finish reason', async () => {
    const clock = new FakeClock();
    const transport = new FakeTransport({ chunks: [event(text('Hi'), finish()), event(usage(3, 2))], open: true });
    const done = deltaClient(transport, {}, { clock }).stream('Hi').response;
    let settled = false;
    void done.then(() => {
      settled = true;
    });
    await clock.advance(4999);
    expect(settled).toBe(false);
    await clock.advance(1);
    expect((await done).usage).toEqual({ promptTokens: 3, completionTokens: 2, totalTokens: 5 });
    expect(transport.closed).toBe(1);
  });

  it('does not wait for a socket that stays open after the end', async () => {
    const clock = new FakeClock();
    const transport = new FakeTransport({ chunks: HELLO, open: true });
    const done = deltaClient(transport, {}, { clock })
      .stream('Hi')
      .response.then((response) => response);
    await clock.advance(100);
    expect((await done).content).toBe('Hello');
  });

  it('ends all attempts and waits at the deadline', async () => {
    const clock = new FakeClock();
    const transport = new FakeTransport({ chunks: [event(text('Hel'))], open: true });
    const iterator = deltaClient(transport, { deadlineMs: 5000 }, { clock }).stream('Hi')[Symbol.asyncIterator]();
    await iterator.next();
    const failure = failureOf(iterator.next());
    await clock.advance(5000);
    expect(await failure).toMatchObject({ code: 'LLM_TIMEOUT', phase: 'deadline', retryable: false });
  });
});

describe('a stream that is left', () => {
  it('cancels the request at break, and its response says so', async () => {
    const transport = new FakeTransport({ chunks: [event(text('Hel'))], open: true });
    const stream = deltaClient(transport).stream('Hi');
    for await (const _event of stream) break;
    const error = (await failureOf(stream.response)) as CanceledError;
    expect(error).toMatchObject({ code: 'CONTEXT_CANCELED', name: 'AbortError' });
    expect(error.partial?.content).toBe('Hel');
    await settle();
    expect(transport.closed).toBe(1);
  });

  it('throws at whoever waits when it is aborted', async () => {
    const transport = new FakeTransport({ chunks: [event(text('Hel'))], open: true });
    const stream = deltaClient(transport).stream({ prompt: 'Hi', model: 'other' });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const failure = failureOf(iterator.next());
    await settle();
    stream.abort('enough');
    expect(await failure).toMatchObject({ code: 'CONTEXT_CANCELED', cause: 'enough', model: 'other' });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('throws at the next pull when it is aborted between two', async () => {
    const stream = deltaClient(new FakeTransport({ chunks: HELLO })).stream('Hi');
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    stream.abort();
    expect((await failureOf(iterator.next())).code).toBe('CONTEXT_CANCELED');
  });

  it("heeds the caller's signal before, while and between, and lets go of it", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const transport = new FakeTransport({ chunks: [event(text('Hel'))], open: true });
    const client = deltaClient(transport);
    const iterator = client.stream('Hi', { signal })[Symbol.asyncIterator]();
    await iterator.next();
    const failure = failureOf(iterator.next());
    await settle();
    const reason = new Error('changed my mind');
    controller.abort(reason);
    expect(await failure).toMatchObject({ name: 'AbortError', cause: reason });
    const requests = transport.requests.length;
    expect((await failureOf(client.stream('Hi', { signal }).response)).code).toBe('CONTEXT_CANCELED');
    expect(transport.requests).toHaveLength(requests);
  });

  it('is no unhandled rejection when nobody asks for its response', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const stream = deltaClient(new FakeTransport({ chunks: [event(text('Hel'))] }), { retry: { attempts: 1 } }).stream('Hi');
    void stream.response;
    await failureOf(collect(stream));
    await settle();
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('does nothing to a stream that has finished', async () => {
    const stream = deltaClient(new FakeTransport({ chunks: HELLO })).stream('Hi');
    await collect(stream);
    stream.abort();
    expect((await stream.response).content).toBe('Hello');
  });
});

describe('races and defects', () => {
  it('settles the response where the wire itself throws', async () => {
    const usage = () => {
      throw new TypeError('a defect of the plugin');
    };
    const stream = deltaClient(new FakeTransport({ chunks: HELLO }), {}, { wire: { usage } }).stream('Hi');
    expect(await failureOf(stream.response)).toMatchObject({ code: 'PLUGIN_LOAD' });
  });

  it('gives nothing after an abort, whenever it comes', async () => {
    for (let turns = 0; turns < 40; turns += 1) {
      const clock = new FakeClock();
      const stream = deltaClient(new FakeTransport({ chunks: HELLO }), { deadlineMs: 4000 }, { clock }).stream('Hi');
      let aborted = false;
      const late: string[] = [];
      const reading = (async () => {
        for await (const { type } of stream) if (aborted) late.push(type);
      })().catch((error: LLMError) => error.code);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      aborted = true;
      stream.abort();
      const code = await reading;
      const whole = await stream.response.then(
        () => 'whole',
        (error: LLMError) => error.code,
      );
      // One event may be on its way to the reader already.
      expect(late.length).toBeLessThanOrEqual(1);
      expect([code ?? 'whole', clock.waiting]).toEqual([whole, 0]);
    }
  });

  it('does not take the error of another call for its own', async () => {
    const first = deltaClient(new FakeTransport({ chunks: [event(text('mine'))], open: true })).stream('Hi');
    for await (const _event of first) break;
    const reason = await failureOf(first.response);
    const second = deltaClient(new FakeTransport({ chunks: [event(text('yours'))], open: true }));
    const controller = new AbortController();
    const iterator = second.stream('Hi', { signal: controller.signal })[Symbol.asyncIterator]();
    await iterator.next();
    controller.abort(reason);
    const error = await failureOf(iterator.next());
    expect(error).not.toBe(reason);
    expect(error.partial?.content).toBe('yours');
  });

  it('takes content that makes no event for a sign of life, and never asks again after it', async () => {
    const clock = new FakeClock();
    let more = (_bytes: string) => {};
    const later = new Promise<string>((resolve) => {
      more = resolve;
    });
    const opaque = event({ type: 'part', key: 0, data: { type: 'search' } });
    const transport = new FakeTransport({ chunks: [opaque, later], open: true });
    const client = deltaClient(transport, { firstContentTimeoutMs: 1000, idleTimeoutMs: 1000 }, { clock });
    const failure = failureOf(client.stream('Hi').response);
    await clock.advance(900);
    more(event({ type: 'part', key: 1, data: { type: 'search' } }));
    await clock.advance(999);
    expect(transport.closed).toBe(0);
    await clock.advance(1);
    expect(await failure).toMatchObject({
      code: 'LLM_TIMEOUT',
      phase: 'idle',
      attempts: 1,
      partial: { message: { content: [{}, {}] } },
    });
    expect(transport.requests).toHaveLength(1);
  });

  it('counts time from the first pull', async () => {
    const clock = new FakeClock();
    const stream = deltaClient(new FakeTransport({ chunks: HELLO }), { deadlineMs: 1000 }, { clock }).stream('Hi');
    await clock.advance(60_000);
    expect((await stream.response).meta.latencyMs).toBe(0);
  });

  it('sends what was asked when the stream was made', async () => {
    const transport = new FakeTransport({ chunks: HELLO });
    const messages: Message[] = [{ role: 'user', content: 'Hi' }];
    const stream = deltaClient(transport).stream(messages);
    messages.push({ role: 'user', content: 'pushed later' });
    await stream.response;
    expect(transport.requests[0]?.body).not.toContain('later');
  });

  it('does not wait for the body of a refusal that does not end', async () => {
    const clock = new FakeClock();
    const transport = new FakeTransport({ status: 401, chunks: ['{"message":"no"}'], open: true });
    const failure = failureOf(deltaClient(transport, {}, { clock }).complete('Hi'));
    await clock.advance(2000);
    expect(await failure).toMatchObject({
      code: 'INVALID_CONFIG',
      status: 401,
      attempts: 1,
      message: expect.stringContaining('no'),
    });
  });
});

describe('after the end', () => {
  const END = 'data: [DONE]\n\n';

  it('takes a reset socket for the end of the body', async () => {
    const lost = new TransportFailure('reset', 'the connection was lost');
    const transport = new FakeTransport({ chunks: [event(text('Hi'), finish()), END, lost] });
    expect((await deltaClient(transport).stream('Hi').response).content).toBe('Hi');
    expect(transport.requests).toHaveLength(1);
  });

  it('lets neither half an event nor a late error spoil the answer', async () => {
    for (const late of ['data: {"a"', event({ type: 'error', message: 'too late', status: 500 })]) {
      const chunks = [event(text('Hi'), finish()), END + late];
      expect((await deltaClient(new FakeTransport({ chunks })).stream('Hi').response).content).toBe('Hi');
    }
  });

  it('is no time-out before the first content where an answer without content keeps its socket', async () => {
    const clock = new FakeClock();
    const transport = new FakeTransport({ chunks: [event({ type: 'response', id: 'r' }, finish())], open: true });
    const done = deltaClient(transport, { firstContentTimeoutMs: 300 }, { clock })
      .stream('Hi')
      .response.then((response) => response);
    await clock.advance(5000);
    expect(await done).toMatchObject({ content: '', finishReason: 'stop' });
    expect(transport.requests).toHaveLength(1);
  });

  it('tells a stream of another API, which only ends as this one does', async () => {
    const chunks = ['data: {"choices":[]}\n\n', END];
    const client = deltaClient(new FakeTransport({ chunks }), {}, { wire: { decodeEvent: () => [] } });
    expect(await failureOf(client.stream('Hi').response)).toMatchObject({ code: 'LLM_RESPONSE', attempts: 1 });
  });

  it('tells a signal that is none as the other bad options', async () => {
    const stream = deltaClient(new FakeTransport({ chunks: HELLO })).stream('Hi', { signal: new AbortController() as never });
    expect((await failureOf(stream.response)).code).toBe('INVALID_INPUT');
  });
});
