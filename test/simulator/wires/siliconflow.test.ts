import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ASKS, ask, eventsOf, send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

describe('siliconflow', () => {
  it('tells its role and its usage in every chunk', async () => {
    const { headers, text } = await ask(simulator, 'siliconflow', { stream: true });
    const events = eventsOf(text);
    expect(headers['x-siliconcloud-trace-id']).toMatch(/^ti_/);
    expect(events.every(({ choices }) => choices[0].delta.role === 'assistant')).toBe(true);
    const counts = events.map(({ usage }) => usage.completion_tokens);
    expect(counts).toEqual([...counts.slice(0, -1).keys(), counts.length - 2]);
    expect(events.at(-1).usage).toEqual(JSON.parse((await ask(simulator, 'siliconflow')).text).usage);
  });

  it('has no content while it thinks, and no thoughts while it speaks', async () => {
    const { text } = await ask(simulator, 'siliconflow', { enable_thinking: true, stream: true });
    const deltas = eventsOf(text).map(({ choices }) => choices[0].delta);
    const [thoughts, said] = ['reasoning_content', 'content'].map((member) => deltas.filter((delta) => delta[member]));
    expect(thoughts?.every(({ content }) => content === null)).toBe(true);
    expect(said?.every(({ reasoning_content }) => reasoning_content === null)).toBe(true);
    expect([thoughts?.length, said?.length].every((count) => (count ?? 0) > 5)).toBe(true);
  });

  it.each<[object, number, string]>([
    [{ model: 'Acme/missing' }, 20012, 'Model does not exist. Please check it carefully.'],
    [{ top_p: 2 }, 20015, 'top_p must be at most 1'],
  ])('refuses %j flatly', async (body, code, message) => {
    const { status, text } = await ask(simulator, 'siliconflow', body);
    expect([status, JSON.parse(text)]).toEqual([400, { code, message, data: null }]);
  });

  it.each([
    [429, { message: expect.stringContaining('TPM limit'), data: null }],
    [503, { code: 50505, message: 'Model service overloaded. Please try again later.', data: null }],
    [504, { code: 50400, message: expect.any(String), data: null }],
  ])('tells of a %i flatly', async (status, body) => {
    simulator.scenario = [{ status }];
    expect(JSON.parse((await ask(simulator, 'siliconflow')).text)).toEqual(body);
  });

  it('refuses a key by a text that is JSON, and a path by one that is none', async () => {
    const { path, body } = ASKS.siliconflow;
    const denied = await send(simulator, path, { body });
    expect([denied.status, denied.headers['content-type'], denied.text]).toEqual([401, 'application/json', '"Invalid token"']);
    const lost = await send(simulator, '/siliconflow/v2', { body });
    expect([lost.status, lost.text]).toEqual([404, '404 page not found']);
  });
});
