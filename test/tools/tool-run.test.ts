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

describe('a run of tools that is read', () => {
  it('gives the events of every answer and a result for each call', async () => {
    const { run } = start(TWO_STEPS);
    const events = await collect(run);
    expect(events.map(({ type }) => type)).toEqual([
      ...['tool-call-start', 'tool-call-delta', 'tool-call-start', 'tool-call-delta', 'tool-call', 'tool-call'],
      'finish',
      'tool-result',
      'tool-result',
      'text',
      'finish',
    ]);
  });

  it('gives the results in the order of the calls, whichever is there first, each as soon as it can', async () => {
    let release = () => {};
    const second = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { run } = start(TWO_STEPS, { first: () => 'a', second: () => second.then(() => 'b') });
    const seen: string[] = [];
    for await (const one of run) {
      if (one.type !== 'tool-result') continue;
      seen.push(`${one.toolCall.name} ${one.message.content}`);
      release();
    }
    expect(seen).toEqual(['first a', 'second b']);
  });

  it('runs the handlers of one answer at the same time', async () => {
    const begun: string[] = [];
    let release = () => {};
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    const meet = (name: string) => async () => {
      if (begun.push(name) === 2) release();
      await both;
    };
    await start([whole(...CALLS), whole(text('Yes'))], { first: meet('first'), second: meet('second') }).run;
    expect(begun).toEqual(['first', 'second']);
  });

  it('sends nothing and runs nothing before the first pull', async () => {
    const { run, transport } = start(TWO_STEPS);
    const iterator = run[Symbol.asyncIterator]();
    await settle();
    expect(transport.requests).toHaveLength(0);
    await iterator.next();
    expect(transport.requests).toHaveLength(1);
  });

  it('goes on only as far as it is read', async () => {
    const first = jest.fn<ToolHandler>();
    const { run, transport } = start(TWO_STEPS, { first });
    const iterator = run[Symbol.asyncIterator]();
    for (let next = await iterator.next(); next.value?.type !== 'finish'; next = await iterator.next());
    await settle();
    expect([first.mock.calls.length, transport.requests.length]).toEqual([0, 1]);
  });

  it('gives its events in order to pulls that do not wait for each other', async () => {
    const iterator = start([streamed(text('a'), text('b'))]).run[Symbol.asyncIterator]();
    const results = await Promise.all([1, 2, 3, 4].map(() => iterator.next()));
    expect(results.map(({ done, value }) => (done ? 'done' : value?.type))).toEqual(['text', 'text', 'finish', 'done']);
  });

  it('gives the result of the one run to who awaits it during and after the reading', async () => {
    const { run, transport } = start(TWO_STEPS);
    const [events, during] = await Promise.all([collect(run), run]);
    const after = await run;
    expect(events.at(-1)).toMatchObject({ type: 'finish', response: after.response });
    expect(after).toBe(during);
    expect(transport.requests).toHaveLength(2);
  });

  it('gives the same result read as awaited', async () => {
    const read = start(TWO_STEPS).run;
    await collect(read);
    const awaited = await start([whole(...CALLS), whole(text('Yes'))]).run;
    expect((await read).messages).toEqual(awaited.messages);
    expect((await read).usage).toEqual(awaited.usage);
  });

  it('ends with the last result where maxSteps ends it', async () => {
    const { run } = start(TWO_STEPS, {}, { maxSteps: 1 });
    expect((await collect(run)).at(-1)?.type).toBe('tool-result');
    expect((await run).messages).toHaveLength(4);
  });

  it('refuses a second reader, also of a run that is awaited', async () => {
    const { run } = start(TWO_STEPS);
    await collect(run);
    expect((await failureOf(collect(run))).code).toBe('INVALID_INPUT');
    const awaited = start([whole(text('Yes'))]).run;
    await awaited;
    expect((await failureOf(collect(awaited))).message).toContain('runTools()');
  });

  it('throws what went wrong once, and rejects with the same', async () => {
    const { run } = start([streamed(...CALLS), { chunks: [event(text('Ye'))] }]);
    const iterator = run[Symbol.asyncIterator]();
    const thrown = await failureOf(
      (async () => {
        while (!(await iterator.next()).done);
      })(),
    );
    expect(thrown).toMatchObject({ code: 'STREAM_READ', partial: { content: 'Ye' } });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(await failureOf(run)).toBe(thrown);
  });

  it('refuses a stream that ends without saying so', async () => {
    const client = deltaClient(new FakeTransport());
    const { provider, model, complete } = client;
    const silent = { provider, model, complete, stream: () => (async function* () {})() };
    const run = runTools(silent as never, { prompt: 'Hi', tools: [] }, { handlers: {} });
    expect((await failureOf(collect(run))).code).toBe('STREAM_READ');
  });

  it('is awaited like a promise', async () => {
    const over = jest.fn();
    await start([whole(text('Yes'))]).run.finally(over);
    await start([{ status: 400 }]).run.catch(over);
    expect(over).toHaveBeenCalledTimes(2);
    expect(String(start([]).run)).toBe('[object Promise]');
  });
});
