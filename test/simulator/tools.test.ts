import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { type Api, ask, type Loose } from './ask.ts';
import { type Choice, type SeenCall, SPEECHES, streamedCalls } from './tools.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const WEATHER = { name: 'get_weather', arguments: { city: expect.any(String), days: expect.any(Number), unit: 'C' } };
const TIME = { name: 'get_time', arguments: { zone: expect.any(String) } };
const WHOLE_ONLY: readonly Api[] = ['cohere-v1', 'gemini', 'ollama'];

describe.each(Object.entries(SPEECHES))('the tools of %s', (name, speech) => {
  const api = name as Api;

  async function calls(text: string, choice?: Choice): Promise<SeenCall[]> {
    const body = { ...speech.ask(text), ...speech.tools, ...(choice && speech.choice(choice)) };
    const whole = speech.whole(JSON.parse((await ask(simulator, api, body)).text));
    const streamed = streamedCalls(speech, (await ask(simulator, api, { ...body, stream: true })).text);
    expect(streamed.map(({ pieces: _, ...call }) => call)).toEqual(whole.map(({ pieces: _, ...call }) => call));
    return streamed;
  }

  it('are called when they are named', async () => {
    expect(await calls('Use get_time, please.')).toMatchObject([TIME]);
    expect(await calls('What can you do?')).toEqual([]);
    expect(await calls('Do not forget_weather.')).toEqual([]);
  });

  it('are called in parallel, in the order in which they are named, with ids of their own', async () => {
    const both = await calls('Use get_time and get_weather.');
    expect(both).toMatchObject([TIME, WEATHER]);
    const [first, second] = both.map(({ id }) => id);
    expect(first === undefined || first !== second).toBe(true);
  });

  it('are called as the choice says', async () => {
    const chosen: [Choice, string, object[]][] = [
      ['auto', 'Use get_time.', [TIME]],
      ['none', 'Use get_time.', []],
      ['required', 'Use get_time.', [TIME]],
      ['required', 'Hi!', [WEATHER]],
      [{ name: 'get_time' }, 'Use get_weather.', [TIME]],
    ];
    for (const [choice, text, expected] of chosen) {
      if (speech.choice(choice)) expect(await calls(text, choice)).toMatchObject(expected);
    }
  });

  it('get their arguments in pieces, where the API streams text', async () => {
    const [call] = await calls('Use get_weather.');
    expect(call?.pieces === 1).toBe(WHOLE_ONLY.includes(api));
  });

  it('give results that the next answer tells, and call nothing more', async () => {
    const text = 'Use get_time and get_weather.';
    const called: Loose = JSON.parse((await ask(simulator, api, { ...speech.ask(text), ...speech.tools })).text);
    const body = { ...speech.answer(text, called, ['noon', '18 degrees']), ...speech.tools };
    const { status, text: told } = await ask(simulator, api, body);
    expect([status, speech.whole(JSON.parse(told))]).toEqual([200, []]);
    expect(told).toContain('to the results noon; 18 degrees: ');
  });
});
