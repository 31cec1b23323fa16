import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { z } from 'zod';
import { ProviderRegistry, runTools, type ToolHandler } from '../../src/index.ts';
import { type SimulatedApi, type Simulator, startSimulator } from '../../src/testing.ts';
import { failureOf } from '../support/failure.ts';

const APIS: readonly SimulatedApi[] = ['anthropic', 'cohere', 'gemini', 'ollama', 'openai', 'kimi', 'deepseek'];

const request = {
  prompt: 'Use get_time, then get_weather.',
  tools: [
    { name: 'get_time', description: 'Tells the time.' },
    { name: 'get_weather', parameters: z.object({ city: z.string(), days: z.number().int().default(1) }) },
  ],
};
const handlers: Record<string, ToolHandler> = {
  get_time: () => {
    throw new Error('the clock stands still');
  },
  get_weather: ({ days }: { city: string; days: number }) => ({ days: Array.from({ length: days }, () => 'rain') }),
};

let simulator: Simulator;
beforeAll(async () => {
  nock.restore();
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const create = (api: string) =>
  new ProviderRegistry({ env: {} }).create(api, { apiKey: 'any-key', baseURL: simulator.baseURL(api as SimulatedApi) });

describe.each(APIS)('a run of tools over the simulated %s', (api) => {
  it('ends with an answer that knows the results', async () => {
    const { response, steps, messages } = await runTools(create(api), request, { handlers });
    expect(steps.map(({ results }) => results.map(({ name, isError = false }) => [name, isError]))).toEqual([
      [
        ['get_time', true],
        ['get_weather', false],
      ],
      [],
    ]);
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'tool', 'assistant']);
    expect(response.finishReason).toBe('stop');
    expect(response.content).toContain('the clock stands still');
    expect(response.content).toContain('rain');
  });

  it('comes to the same when it is read', async () => {
    const read = runTools(create(api), request, { handlers });
    const types = new Set<string>();
    for await (const { type } of read) types.add(type);
    expect(types).toContain('tool-call');
    expect(types).toContain('tool-result');
    const awaited = await runTools(create(api), request, { handlers });
    expect((await read).response.content).toBe(awaited.response.content);
  });

  it('keeps what it came to where a later step fails, and goes on from there', async () => {
    simulator.scenario = [{}, { status: 400 }];
    const failed = runTools(create(api), request, { handlers });
    const error = await failureOf(failed);
    simulator.scenario = undefined;
    expect(error).toMatchObject({ code: 'INVALID_INPUT', status: 400 });
    const { prompt: _prompt, ...rest } = request;
    const { messages, steps } = await runTools(create(api), { ...rest, messages: failed.messages }, { handlers });
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'tool', 'assistant']);
    expect([failed.steps.length, steps.length]).toEqual([1, 1]);
  });

  // Ollama can not be told to call a tool.
  (api === 'ollama' ? it.skip : it)('goes on from a required call to an answer', async () => {
    const { steps } = await runTools(create(api), { ...request, toolChoice: 'required' }, { handlers });
    expect(steps).toHaveLength(2);
  });
});
