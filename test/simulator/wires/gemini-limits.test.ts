import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { type Loose, send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const NEW = 'gemini-3.5-flash';
const OLD = 'gemini-2.5-flash';
const JSON_TYPE = 'application/json';
const tools = [{ functionDeclarations: [{ name: 'now' }] }];
const forced = { functionCallingConfig: { mode: 'ANY' } };

const ask = async (model: string, body: object, ...parts: object[]): Promise<Loose> => {
  const contents = [{ role: 'user', parts: [{ text: 'Hi' }, ...parts] }];
  const { text } = await send(simulator, `/gemini/v1beta/models/${model}:generateContent`, {
    headers: { 'x-goog-api-key': 'any' },
    body: { contents, ...body },
  });
  return JSON.parse(text);
};
const said = (answer: Loose): string => answer.candidates[0].content.parts.map(({ text }: Loose) => text).join('');
const config = (generationConfig: object) => ({ generationConfig });
const thinking = (thinkingConfig: object) => config({ thinkingConfig });

describe('the simulated gemini', () => {
  it('answers in the form that is asked for', async () => {
    const schema = { type: 'object', properties: { year: { type: 'integer' }, kind: { enum: ['cat'] } } };
    const fitting = await ask(NEW, config({ responseMimeType: JSON_TYPE, responseJsonSchema: schema }));
    expect(JSON.parse(said(fitting))).toEqual({ year: expect.any(Number), kind: 'cat' });
    const older = await ask(OLD, config({ responseMimeType: JSON_TYPE, responseSchema: { ...schema, type: 'OBJECT' } }));
    expect(JSON.parse(said(older))).toMatchObject({ kind: 'cat' });
    expect(JSON.parse(said(await ask(NEW, { ...config({ responseMimeType: JSON_TYPE }), tools })))).toEqual(expect.any(Object));
  });

  it('sees each image and each file', async () => {
    const image = { inlineData: { mimeType: 'image/png', data: 'iVBORw0K' } };
    const file = { fileData: { mimeType: 'application/pdf', fileUri: 'https://example.com/a.pdf' } };
    const seen = async (...parts: object[]) => said(await ask(NEW, {}, ...parts)).match(/I see \w+/g) ?? [];
    const [first, second] = await seen(image, file);
    expect([await seen(file), await seen(), first === second]).toEqual([[second], [], false]);
  });

  it.each<[string, string, object, object[]]>([
    ['Unsupported MIME type: application/zip', NEW, {}, [{ inlineData: { mimeType: 'application/zip', data: 'UEs=' } }]],
    ['(TYPE_BYTES), Base64 decoding failed', NEW, {}, [{ inlineData: { mimeType: 'image/png', data: 'no base64!' } }]],
    ['mime_type is not specified', NEW, {}, [{ inlineData: { data: 'iVBO' } }]],
    ['allowed mimetypes are `text/plain`', NEW, config({ responseMimeType: 'application/pdf' }), []],
    ['only supported with a JSON response', NEW, config({ responseJsonSchema: {} }), []],
    [
      'a schema with $ref can have no other fields',
      NEW,
      config({
        responseMimeType: JSON_TYPE,
        responseJsonSchema: { properties: { a: { $ref: '#/$defs/a', title: 'A' } }, $defs: { a: {} } },
      }),
      [],
    ],
    ['only one of', NEW, config({ responseMimeType: JSON_TYPE, responseJsonSchema: {}, responseSchema: {} }), []],
    [
      "Function calling with a response mime type: 'application/json' is unsupported",
      OLD,
      { ...config({ responseMimeType: JSON_TYPE }), tools },
      [],
    ],
    ['Forced function calling (ANY mode)', NEW, { ...config({ responseMimeType: JSON_TYPE }), tools, toolConfig: forced }, []],
    ['Thinking level is not supported for this model', OLD, thinking({ thinkingLevel: 'LOW' }), []],
    ['Thinking level MINIMAL is not supported', 'gemini-3.7-flash', thinking({ thinkingLevel: 'MINIMAL' }), []],
    ['Thinking level MEDIUM is not supported', 'gemini-3-pro-preview', thinking({ thinkingLevel: 'medium' }), []],
    ['Thinking level LOW is not supported', 'gemma-4-31b-it', thinking({ thinkingLevel: 'LOW' }), []],
    ['Thinking budget is not supported', 'gemma-4-31b-it', thinking({ thinkingBudget: 9 }), []],
    ['choose a value between 1 and 24576', OLD, thinking({ thinkingBudget: 24_577 }), []],
    ['choose a value between 128 and 32768', 'gemini-2.5-pro', thinking({ thinkingBudget: 127 }), []],
    ['choose a value between 512 and 24576', 'gemini-2.5-flash-lite', thinking({ thinkingBudget: 1 }), []],
    ['only works in thinking mode', 'gemini-2.5-pro', thinking({ thinkingBudget: 0 }), []],
  ])('says %j', async (message, model, body, parts) => {
    expect((await ask(model, body, ...parts)).error).toMatchObject({
      status: 'INVALID_ARGUMENT',
      message: expect.stringContaining(message),
    });
  });

  it.each<[string, object]>([
    [OLD, { thinkingBudget: 0 }],
    [OLD, { thinkingBudget: -1 }],
    ['gemini-2.5-pro', { thinkingBudget: 128, includeThoughts: true }],
    [NEW, { thinkingLevel: 'MINIMAL' }],
    ['gemma-4-31b-it', { thinkingLevel: 'HIGH' }],
  ])('takes what %s can do: %j', async (model, thinkingConfig) => {
    expect(await ask(model, thinking(thinkingConfig))).toHaveProperty('candidates');
  });
});
