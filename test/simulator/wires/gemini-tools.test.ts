import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { eventsOf, type Loose, send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const city = { type: 'object', properties: { city: { type: 'string' } } };
const tools = [
  {
    functionDeclarations: [
      { name: 'get_weather', description: 'Tells the weather.', parametersJsonSchema: city },
      { name: 'now', parameters: { type: 'OBJECT', properties: {} } },
    ],
  },
];
const user = (...parts: object[]) => ({ role: 'user', parts });
const model = (...parts: object[]) => ({ role: 'model', parts });
const prompt = user({ text: 'Use now and get_weather, please.' });
const choice = (functionCallingConfig: object) => ({ toolConfig: { functionCallingConfig } });

const post = async (body: object, path = 'gemini-3.5-flash:generateContent') => {
  const headers = { 'x-goog-api-key': 'any' };
  const { text } = await send(simulator, `/gemini/v1beta/models/${path}`, {
    headers,
    body: { contents: [prompt], tools, ...body },
  });
  return text;
};
const json = async (body: object, path?: string): Promise<Loose> => JSON.parse(await post(body, path));
const callsIn = (answer: Loose): Loose[] => (answer.candidates[0].content.parts ?? []).filter((part: Loose) => part.functionCall);
const respond = (name: string, response: object) => ({ functionResponse: { name, response } });

describe('calls', () => {
  it('are made with arguments that fit, and end with STOP', async () => {
    const answer = await json({});
    expect(answer.candidates[0]).toMatchObject({ finishReason: 'STOP', finishMessage: 'Model generated function call(s).' });
    expect(callsIn(answer)).toEqual([
      { functionCall: { name: 'now', args: {}, id: expect.stringMatching(/^\w{8}$/) }, thoughtSignature: expect.any(String) },
      { functionCall: { name: 'get_weather', args: { city: expect.any(String) }, id: expect.stringMatching(/^\w{8}$/) } },
    ]);
  });

  it('are streamed whole, a chunk each', async () => {
    const events = eventsOf(await post({}, 'gemini-3.5-flash:streamGenerateContent?alt=sse'));
    expect(events).toHaveLength(3);
    expect(events.flatMap(callsIn)).toEqual(callsIn(await json({})));
    expect(events.at(-1).candidates[0]).toMatchObject({ content: { parts: [{ text: '' }] }, finishReason: 'STOP' });
  });

  it('have neither ids nor signatures where the model is older', async () => {
    for (const part of callsIn(await json({}, 'gemini-2.5-flash:generateContent'))) {
      expect([Object.keys(part), Object.keys(part.functionCall)]).toEqual([['functionCall'], ['name', 'args']]);
    }
  });

  it('are left out where a limit cuts them off', async () => {
    const answer = await json({ generationConfig: { maxOutputTokens: 3 } });
    expect(callsIn(answer).map(({ functionCall }) => functionCall.name)).toEqual(['now']);
    expect(answer).toMatchObject({ candidates: [{ finishReason: 'MAX_TOKENS' }], usageMetadata: { candidatesTokenCount: 3 } });
  });

  it.each<[object, string[]]>([
    [{ mode: 'AUTO' }, ['now', 'get_weather']],
    [{ mode: 'NONE' }, []],
    [{ mode: 'ANY' }, ['now', 'get_weather']],
    [{ mode: 'ANY', allowedFunctionNames: ['get_weather'] }, ['get_weather']],
  ])('are made as %j says', async (config, names) => {
    const answer = await json(choice(config));
    expect(callsIn(answer).map(({ functionCall }) => functionCall.name)).toEqual(names);
  });
});

describe('results', () => {
  const turn = async (...results: object[]) => {
    const { content } = (await json({})).candidates[0];
    return { contents: [prompt, content, ...results] };
  };
  const good = [respond('now', { output: 'noon' }), respond('get_weather', { error: 'no such city' })];

  it('are quoted, errors as errors, in one content or several', async () => {
    const quoted = /^Simulated réponse to the results noon; Error: no such city: /;
    for (const contents of [[user(...good)], good.map((part) => user(part))]) {
      expect((await json(await turn(...contents))).candidates[0].content.parts[0].text).toMatch(quoted);
    }
  });

  const call = { functionCall: { name: 'now', args: {} } };
  const uneven = 'Please ensure that the number of function response parts is equal';
  it.each<[string, object[], string]>([
    ['are too few', [prompt, model(call, call), user(respond('now', { output: '' }))], uneven],
    ['are too many', [prompt, model(call), user(...good)], uneven],
    ['are missing', [prompt, model(call), user({ text: 'Well?' })], uneven],
    ['have no call', [prompt, user(...good)], 'Please ensure that function response turn comes immediately after'],
    [
      'have no name',
      [prompt, model(call), user({ functionResponse: { response: {} } })],
      'function_response.name: name is not specified',
    ],
    ['follow an unsigned call', [prompt, model(call), user(respond('now', { output: '' }))], 'missing a thought_signature'],
    [
      'follow a forged one',
      [prompt, model({ ...call, thoughtSignature: 'AA==' }), user(good[0] as object)],
      'Corrupted thought signature.',
    ],
  ])('are refused where they %s', async (_what, contents, message) => {
    expect(await json({ contents })).toMatchObject({ error: { code: 400, message: expect.stringContaining(message) } });
  });

  it('of an older turn, of an older model, or of a call that says that it is of another need no signature', async () => {
    const results = user(respond('now', { output: 'noon' }));
    const foreign = { ...call, thoughtSignature: 'skip_thought_signature_validator' };
    for (const [contents, name] of [
      [[prompt, model(call), results, model({ text: 'Noon.' }), prompt], 'gemini-3.5-flash'],
      [[prompt, model(call), results], 'gemini-2.5-flash'],
      [[prompt, model(foreign), results], 'gemini-3.5-flash'],
    ] as const) {
      expect((await json({ contents }, `${name}:generateContent`)).candidates).toHaveLength(1);
    }
  });
});

describe('declarations', () => {
  const declare = (...functionDeclarations: object[]) => ({ tools: [{ functionDeclarations }] });
  const allowed = { mode: 'ANY', allowedFunctionNames: ['other'] };
  it.each<[object, string]>([
    [declare({ description: 'x' }), 'tools[0].function_declarations[0].name: name is not specified'],
    [declare({ name: '1st' }), 'Invalid function name. Must start with a letter or an underscore.'],
    [
      declare({ name: 'f', parameters: 'x' }),
      'Invalid value at \'tools[0].function_declarations[0].parameters\' (TYPE_MESSAGE), "x"',
    ],
    [declare({ name: 'f' }, { name: 'f' }), 'Duplicate function declaration found: f'],
    [{ tools: [], ...choice({ mode: 'ANY' }) }, 'Function calling config is set without function_declarations.'],
    [choice({ mode: 'AUTO', allowedFunctionNames: ['now'] }), 'only allowed when mode is ANY'],
    [choice(allowed), 'other is not declared'],
    [choice({ mode: 'SOME' }), "Invalid value at 'tool_config.function_calling_config.mode'"],
  ])('are refused: %j', async (body, message) => {
    expect(await json(body)).toMatchObject({ error: { code: 400, message: expect.stringContaining(message) } });
  });
});
