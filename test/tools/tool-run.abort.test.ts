import { describe, expect, it, jest } from '@jest/globals';
import { type RunToolsOptions, runTools, type ToolHandler, type ToolRun, type ToolRunEvent } from '../../src/index.ts';
import { deltaClient } from '../support/delta-client.ts';
import { event, text } from '../support/delta-wire.ts';
import { failureOf } from '../support/failure.ts';
import { settle } from '../support/fake-clock.ts';
import { type FakeAnswer, FakeTransport } from '../support/fake-transport.ts';
import { calling, streamed, whole } from '../support/tool-answers.ts';

const tools = [{ name: 'first' }, { name: 'second' }];
const CALLS = [calling('first'), calling('second')];
const TWO_STEPS = [streamed(...CALLS), streamed(text('Yes'))];
const forever = () => new Promise(() => {});

function start(answers: FakeAnswer[], handlers: Record<string, ToolHandler> = {}, more: Partial<RunToolsOptions> = {}) {
  const transport = new FakeTransport(...answers);
  const all = { first: () => 1, second: () => 2, ...handlers };
  const run = runTools(deltaClient(transport), { prompt: 'Hi', tools }, { handlers: all, ...more });
  return { run, transport };
}

async function collect(run: ToolRun): Promise<ToolRunEvent[]> {
  const events: ToolRunEvent[] = [];
  for await (const one of run) events.push(one);
  return events;
}

describe('a run of tools that is left or aborted', () => {
  it('rejects after break, and neither asks nor runs anything more', async () => {
    const first = jest.fn<ToolHandler>();
    const { run, transport } = start(TWO_STEPS, { first });
    for await (const { type } of run) if (type === 'finish') break;
    const error = await failureOf(run);
    expect(error).toMatchObject({ code: 'CONTEXT_CANCELED', provider: 'delta' });
    expect([first.mock.calls.length, transport.requests.length]).toEqual([0, 1]);
  });

  it('closes the connection at break and tells the answer so far', async () => {
    const { run, transport } = start([{ chunks: [event(text('Ye'))], open: true }]);
    for await (const _event of run) break;
    expect(await failureOf(run)).toMatchObject({ code: 'CONTEXT_CANCELED', partial: { content: 'Ye' } });
    expect(transport.closed).toBe(1);
  });

  it('keeps its result where it is left after its last event', async () => {
    const signals: AbortSignal[] = [];
    const first: ToolHandler = (_args, { signal }) => void signals.push(signal);
    const { run } = start([streamed(calling('first')), streamed(text('Yes'))], { first });
    let answers = 0;
    for await (const { type } of run) if (type === 'finish' && ++answers === 2) break;
    expect((await run).response.content).toBe('Yes');
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });

  it('aborts handlers that run when it is left', async () => {
    const signals: AbortSignal[] = [];
    const second: ToolHandler = (_args, { signal }) => {
      signals.push(signal);
      return forever();
    };
    const { run } = start(TWO_STEPS, { second });
    for await (const { type } of run) if (type === 'tool-result') break;
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it.each(['awaited', 'read'])('rejects at once when it is aborted while a handler never settles, %s', async (way) => {
    const controller = new AbortController();
    const signals: AbortSignal[] = [];
    let reject = (_error: Error) => {};
    const first: ToolHandler = (_args, { signal }) => {
      signals.push(signal);
      return new Promise((_resolve, fail) => {
        reject = fail;
      });
    };
    const answers = way === 'read' ? TWO_STEPS : [whole(...CALLS)];
    const { run } = start(answers, { first, second: forever }, { signal: controller.signal });
    const failing = failureOf(way === 'read' ? collect(run) : run);
    await settle();
    expect(signals[0]?.aborted).toBe(false);
    controller.abort('enough');
    expect(signals[0]?.aborted).toBe(true);
    expect(await failing).toMatchObject({ code: 'CONTEXT_CANCELED', name: 'AbortError', cause: 'enough' });
    reject(new Error('nobody hears of this'));
    await settle();
  });

  it('rejects one who waits when it is aborted between two pulls, and throws at the next', async () => {
    const controller = new AbortController();
    const { run } = start(TWO_STEPS, {}, { signal: controller.signal });
    const iterator = run[Symbol.asyncIterator]();
    for (let next = await iterator.next(); next.value?.type !== 'tool-result'; next = await iterator.next());
    const waiting = failureOf(run);
    controller.abort();
    const error = await waiting;
    expect(error.code).toBe('CONTEXT_CANCELED');
    expect(await failureOf(iterator.next())).toBe(error);
    expect((await iterator.next()).done).toBe(true);
  });

  it('throws an abort to a pull that comes right after it', async () => {
    const controller = new AbortController();
    const iterator = start(TWO_STEPS, {}, { signal: controller.signal }).run[Symbol.asyncIterator]();
    await iterator.next();
    controller.abort();
    expect((await failureOf(iterator.next())).code).toBe('CONTEXT_CANCELED');
  });

  it('sends nothing where the signal is aborted already', async () => {
    const { run, transport } = start(TWO_STEPS, {}, { signal: AbortSignal.abort() });
    expect((await failureOf(run)).code).toBe('CONTEXT_CANCELED');
    expect(transport.requests).toHaveLength(0);
  });

  it('asks no client that heeds no signal where it is aborted already', async () => {
    const complete = jest.fn();
    const deaf = { provider: 'deaf', model: 'deaf-1', complete, stream: complete };
    const run = runTools(deaf as never, { prompt: 'Hi' }, { handlers: {}, signal: AbortSignal.abort() });
    expect((await failureOf(run)).code).toBe('CONTEXT_CANCELED');
    expect(complete).not.toHaveBeenCalled();
  });

  it("takes the reason of another call's cancelling for the cause alone", async () => {
    const reason = await failureOf(start([], {}, { signal: AbortSignal.abort() }).run);
    const error = await failureOf(start([], {}, { signal: AbortSignal.abort(reason) }).run);
    expect(error).not.toBe(reason);
    expect(error.cause).toBe(reason);
  });

  it('tells a cancelling as such while the model is asked', async () => {
    const controller = new AbortController();
    const { run } = start([], {}, { signal: controller.signal });
    const failing = failureOf(run);
    await settle();
    controller.abort('enough');
    expect(await failing).toMatchObject({ code: 'CONTEXT_CANCELED', cause: 'enough', attempts: 1 });
  });

  it('takes its listeners off the signal', async () => {
    const { signal } = new AbortController();
    const added = jest.spyOn(signal, 'addEventListener');
    const removed = jest.spyOn(signal, 'removeEventListener');
    await start([whole(...CALLS), whole(text('Yes'))], {}, { signal }).run;
    expect(added.mock.calls.length).toBeGreaterThan(0);
    expect(removed.mock.calls.length).toBe(added.mock.calls.length);
  });

  it('is no unhandled rejection where nobody waits', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const left = start([{ status: 400 }]).run[Symbol.asyncIterator]();
    const pull = left.next();
    await left.return?.();
    expect((await pull).done).toBe(true);
    const controller = new AbortController();
    const idle = start(TWO_STEPS, { first: forever }, { signal: controller.signal }).run[Symbol.asyncIterator]();
    for (let next = await idle.next(); next.value?.type !== 'finish'; next = await idle.next());
    controller.abort();
    await settle();
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
