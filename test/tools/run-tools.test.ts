import { describe, expect, it, jest } from '@jest/globals';
import { RequestError, type RunToolsOptions, runTools, type Tool, type ToolHandler } from '../../src/index.ts';
import { deltaClient } from '../support/delta-client.ts';
import { finish, text } from '../support/delta-wire.ts';
import { failureOf } from '../support/failure.ts';
import { type FakeAnswer, FakeTransport } from '../support/fake-transport.ts';
import { calling, whole } from '../support/tool-answers.ts';

const WEATHER: Tool = { name: 'weather', parameters: { properties: { city: { type: 'string' } }, required: ['city'] } };
const CLOCK: Tool = { name: 'clock' };
const handlers: Record<string, ToolHandler> = { weather: ({ city }) => `Rain in ${city}`, clock: () => ({ hour: 7 }) };
const request = { prompt: 'Do I need a coat?', tools: [WEATHER, CLOCK] };
const oslo = calling('weather', { city: 'Oslo' });

function start(answers: FakeAnswer[], more: Partial<RunToolsOptions> = {}, asked: object = {}) {
  const transport = new FakeTransport(...answers);
  const run = runTools(deltaClient(transport), { ...request, ...asked }, { handlers, ...more });
  const sent = () => transport.requests.map(({ body }) => JSON.parse(body ?? ''));
  return { run, sent, transport };
}

describe('runTools', () => {
  it('sends the results of the calls back until the model answers without one', async () => {
    const { run, sent } = start([whole(oslo, calling('clock')), whole(text('Yes'))]);
    const { response, steps, messages } = await run;
    expect(response.content).toBe('Yes');
    expect(steps.map(({ results }) => results.map(({ content }) => content))).toEqual([['Rain in Oslo', '{"hour":7}'], []]);
    expect(messages).toMatchObject([
      { role: 'user', content: 'Do I need a coat?' },
      { role: 'assistant', content: [{ type: 'tool-call' }, { type: 'tool-call' }] },
      { role: 'tool', toolCallId: 'id-of-weather', name: 'weather', content: 'Rain in Oslo' },
      { role: 'tool', toolCallId: 'id-of-clock', name: 'clock', content: '{"hour":7}' },
      { role: 'assistant', content: [{ type: 'text', text: 'Yes' }] },
    ]);
    expect(sent()[1].messages).toHaveLength(4);
    expect(messages.some(({ isError }) => isError)).toBe(false);
  });

  it('gives a conversation that can be gone on with', async () => {
    const { run, transport } = start([whole(oslo), whole(text('Yes')), whole(text('No'))]);
    const { messages } = await run;
    const next = [...messages, { role: 'user' as const, content: 'And tomorrow?' }];
    expect((await deltaClient(transport).chat(next)).content).toBe('No');
    expect(transport.requests).toHaveLength(3);
  });

  it('adds up the usage of all steps', async () => {
    const reasoned = whole(oslo, { type: 'usage', counters: { reasoning: 1 } });
    expect((await start([reasoned, whole(text('Yes'))]).run).usage).toEqual({
      promptTokens: 20,
      completionTokens: 2,
      totalTokens: 22,
      reasoningTokens: 1,
    });
  });

  it('calls the usage estimated where that of one step is', async () => {
    const uncounted = { chunks: [JSON.stringify([text('Yes'), finish()])] };
    expect((await start([whole(oslo), uncounted]).run).usage.estimated).toBe(true);
  });

  it('ends at maxSteps with the last calls answered', async () => {
    const { run, transport } = start([whole(oslo)], { maxSteps: 3 });
    const { response, steps, messages } = await run;
    expect(transport.requests).toHaveLength(3);
    expect([steps.length, response.finishReason, messages.at(-1)?.role]).toEqual([3, 'tool_calls', 'tool']);
  });

  it('ends after 10 answers if nobody says otherwise', async () => {
    expect((await start([whole(oslo)]).run).steps).toHaveLength(10);
  });

  it.each([
    ['required', 'auto'],
    [{ name: 'weather' }, 'auto'],
    ['auto', 'auto'],
    ['none', 'none'],
    [undefined, undefined],
  ])('asks with toolChoice %j first and %j then', async (toolChoice, then) => {
    const { run, sent } = start([whole(oslo), whole(text('Yes'))], {}, { toolChoice });
    await run;
    expect(sent().map((body) => body.toolChoice)).toEqual([toolChoice, then]);
  });

  it('asks with the settings of the request and the options of the call at every step', async () => {
    const { run, sent, transport } = start([whole(oslo), whole(text('Yes'))], { headers: { 'x-a': 'b' } }, { temperature: 0 });
    await run;
    expect(sent().map(({ temperature, tools }) => [temperature, tools.length])).toEqual([
      [0, 2],
      [0, 2],
    ]);
    expect(transport.requests.map(({ headers }) => headers['x-a'])).toEqual(['b', 'b']);
  });

  it('answers a call that the token limit has cut, and goes on', async () => {
    const cut = [calling('weather', '{"city":"Os'), finish('length')];
    const { steps } = await start([{ chunks: [JSON.stringify(cut)] }, whole(text('Yes'))]).run;
    expect(steps[0]?.results).toMatchObject([{ isError: true, content: expect.stringContaining('no JSON') }]);
    expect(steps).toHaveLength(2);
  });

  it('is one answer where no tools are offered', async () => {
    expect((await start([whole(text('Yes'))], { handlers: {} }, { tools: undefined }).run).steps).toHaveLength(1);
  });

  it('is fixed when it is made', async () => {
    const messages = [{ role: 'user' as const, content: 'Hi' }];
    const tools = [...request.tools];
    const { run, sent } = start([whole(text('Yes'))], {}, { prompt: undefined, messages, tools });
    messages.push({ role: 'user', content: 'Added later' });
    tools.push({ name: 'added_later' });
    await run;
    expect([sent()[0].messages.length, sent()[0].tools.length]).toEqual([1, 2]);
  });

  it('rejects with the error of the client as it is', async () => {
    const { run, transport } = start([whole(oslo), { status: 402 }]);
    const error = await failureOf(run);
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({ status: 402, attempts: 1 });
    expect(transport.requests).toHaveLength(2);
  });

  const never = jest.fn<ToolHandler>();
  it.each<[string, Record<string, unknown>, object, RegExp]>([
    ['a tool without a handler', { handlers: { weather: never } }, {}, /handlers\.clock: is missing/],
    ['a handler without a tool', { handlers: { ...handlers, wether: never } }, {}, /handlers\.wether: no tool/],
    ['a misspelt handler', { handlers: { weather: never, clok: never } }, {}, /clok.*did you mean "clock"/],
    ['a handler from the prototype', { handlers: { weather: never } }, { tools: [WEATHER, { name: 'toString' }] }, /toString/],
    ['a handler that is no function', { handlers: { ...handlers, clock: 'now' } }, {}, /handlers\.clock: must be a function/],
    ['no handlers', { handlers: undefined }, {}, /handlers: must be an object/],
    ['a list of handlers', { handlers: [never] }, {}, /handlers: must be an object/],
    ['maxSteps of 0', { maxSteps: 0 }, {}, /maxSteps: .*\(given: 0\)$/],
    ['fractional maxSteps', { maxSteps: 1.5 }, {}, /maxSteps/],
    ['maxSteps that is a string', { maxSteps: '3' }, {}, /maxSteps: .*\(given: '3'\)$/],
    ['an unknown option', { maxStep: 3 }, {}, /maxStep: is no option/],
    ['a signal that is none', { signal: {} }, {}, /signal/],
    ['a bad tool', {}, { tools: [null] }, /tools\[0\]: must be an object/],
    [
      'a schema that points nowhere',
      {},
      { tools: [WEATHER, { name: 'clock', parameters: { properties: { a: { $ref: '#/$defs/a' } } } }] },
      /tools\[1\]\.parameters: arguments of "clock" can not be checked: can't resolve reference #\/\$defs\/a/,
    ],
    ['tools that are no list', {}, { tools: 'weather' }, /tools: must be a list/],
    ['a prompt beside messages', {}, { messages: [{ role: 'user', content: 'Hi' }] }, /messages, prompt: give exactly one/],
    ['neither prompt nor messages', {}, { prompt: undefined }, /messages, prompt: give exactly one/],
    ['messages that are no list', {}, { prompt: undefined, messages: 5 }, /messages: must be a list/],
    ['an empty prompt', {}, { prompt: '' }, /prompt: must be a string/],
  ])('refuses %s before anything is sent', async (_what, options, asked, says) => {
    const { run, transport } = start([whole(text('Yes'))], options, asked);
    const error = await failureOf(run);
    expect([error.code, error.provider]).toEqual(['INVALID_INPUT', 'delta']);
    expect(error.message).toMatch(says);
    expect(transport.requests).toHaveLength(0);
  });

  it.each([
    ['no options', request, undefined],
    ['options that are no object', request, 'fast'],
    ['a handler alone', request, () => 'rain'],
    ['a request that is a string', 'Hi', { handlers }],
    ['no request', undefined, { handlers }],
  ])('refuses %s by rejection', async (_what, asked, options) => {
    const run = runTools(deltaClient(new FakeTransport()), asked as never, options as never);
    const { code, message } = await failureOf(run);
    expect([code, message]).toEqual([
      'INVALID_INPUT',
      expect.stringMatching(/^\[delta\] .*(options:|handlers:|the request) must be an object/),
    ]);
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ["'openai'", 'openai'],
    ['Promise', Promise.resolve()],
    ['Object', { complete: () => {} }],
  ])('refuses %s in the place of a client by rejection', async (shown, client) => {
    const run = runTools(client as never, request, { handlers });
    const { code, message } = await failureOf(run);
    expect(code).toBe('INVALID_INPUT');
    expect(message).toMatch(/^the client must be one that a registry creates/);
    expect(message).toContain(shown);
  });
});
