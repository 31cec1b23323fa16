import { describe, expect, it } from '@jest/globals';
import { type Message, type RunToolsOptions, runTools, type ToolHandler, type ToolRun } from '../../src/index.ts';
import { deltaClient } from '../support/delta-client.ts';
import { text } from '../support/delta-wire.ts';
import { failureOf } from '../support/failure.ts';
import { settle } from '../support/fake-clock.ts';
import { type FakeAnswer, FakeTransport } from '../support/fake-transport.ts';
import { calling, streamed, whole } from '../support/tool-answers.ts';

const tools = [{ name: 'first' }, { name: 'second' }];
const CALLS = [calling('first'), calling('second')];
const bug = new RangeError('out of range');

function start(answers: FakeAnswer[], handlers: Record<string, ToolHandler> = {}, more: Partial<RunToolsOptions> = {}) {
  const client = deltaClient(new FakeTransport(...answers));
  const all = { first: () => 1, second: () => 2, ...handlers };
  return { client, run: runTools(client, { prompt: 'Hi', tools }, { handlers: all, ...more }) };
}

const rolesOf = (messages: readonly Message[]) => messages.map(({ role }) => role);
const resultsOf = ({ steps }: Pick<ToolRun, 'steps'>) => steps.map(({ results }) => results.length);

describe('what a run of tools has come to', () => {
  it('is the request before it begins', () => {
    const { run } = start([]);
    expect([run.messages, run.steps]).toEqual([[{ role: 'user', content: 'Hi' }], []]);
  });

  it('is its result after it', async () => {
    const { run } = start([whole(...CALLS), whole(text('Yes'))]);
    const { messages, steps } = await run;
    expect([run.messages, run.steps]).toEqual([messages, steps]);
    expect(resultsOf(run)).toEqual([2, 0]);
  });

  it('grows step by step, and every call of its messages is answered', async () => {
    const { run } = start([streamed(...CALLS), streamed(text('Yes'))]);
    const seen: unknown[] = [];
    for await (const { type } of run)
      if (type === 'finish' || type === 'tool-result') seen.push([type, run.messages.length, resultsOf(run)]);
    expect(seen).toEqual([
      ['finish', 1, [0]],
      ['tool-result', 1, [1]],
      ['tool-result', 4, [2]],
      ['finish', 5, [2, 0]],
    ]);
  });

  it('is a copy each time', async () => {
    const { run } = start([whole(...CALLS), whole(text('Yes'))]);
    await run;
    run.messages.pop();
    run.steps.pop();
    run.steps[0]?.results.pop();
    expect([run.messages.length, resultsOf(run)]).toEqual([5, [2, 0]]);
  });

  it('outlives a later step that fails, and can be gone on with', async () => {
    const { client, run } = start([whole(...CALLS), { status: 400 }, whole(text('Yes'))]);
    expect(await failureOf(run)).toMatchObject({ code: 'INVALID_INPUT', status: 400 });
    expect(rolesOf(run.messages)).toEqual(['user', 'assistant', 'tool', 'tool']);
    expect(run.steps).toMatchObject([{ results: [{ content: '1' }, { content: '2' }], errors: [] }]);
    expect((await client.chat(run.messages)).content).toBe('Yes');
  });

  it('ends with the last whole step where handlers were cut short', async () => {
    const controller = new AbortController();
    let calls = 0;
    const second = () => (++calls === 1 ? 2 : new Promise(() => {}));
    const answers = [whole(...CALLS), whole(...CALLS), whole(text('Yes'))];
    const { client, run } = start(answers, { second }, { signal: controller.signal });
    const failing = failureOf(run);
    await settle();
    controller.abort();
    expect((await failing).code).toBe('CONTEXT_CANCELED');
    expect(rolesOf(run.messages)).toEqual(['user', 'assistant', 'tool', 'tool']);
    expect(resultsOf(run)).toEqual([2, 1]);
    expect((await client.chat(run.messages)).content).toBe('Yes');
  });

  it('is nothing where the request was refused', async () => {
    const { client } = start([]);
    for (const request of [undefined, { messages: 5 }, { prompt: 5, tools }]) {
      const run = runTools(client, request as never, { handlers: { first: () => 1, second: () => 2 } });
      await failureOf(run);
      expect([run.messages, run.steps]).toEqual([[], []]);
    }
  });

  it('has the errors of handlers beside the results that tell their message alone', async () => {
    const second = () => Promise.reject(bug);
    const { run } = start([streamed(...CALLS), streamed(text('Yes'))], { second });
    const errors: unknown[] = [];
    for await (const event of run) if (event.type === 'tool-result' && 'error' in event) errors.push(event.error);
    const { steps } = await run;
    expect(errors).toEqual([bug]);
    expect(steps.map((step) => step.errors.map(({ toolCall }) => toolCall.name))).toEqual([['second'], []]);
    expect(steps[0]?.errors[0]?.error).toBe(bug);
    expect(steps[0]?.results[1]).toEqual(expect.objectContaining({ content: 'out of range', isError: true }));
  });
});
