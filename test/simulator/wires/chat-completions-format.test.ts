import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { type ASKS, ask } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
const asked = (json_schema: object) => ({
  response_format: { type: 'json_schema', json_schema: { name: 'place', ...json_schema } },
});
const json = { response_format: { type: 'json_object' } };
const speaking = { messages: [{ role: 'user', content: 'Some JSON, please' }] };

async function answer(wire: keyof typeof ASKS, body: object) {
  const { status, text } = await ask(simulator, wire, body);
  return { status, body: JSON.parse(text) };
}

describe('a format', () => {
  it.each(['openai', 'azure-openai', 'kimi', 'huggingface'] as const)('of a schema is kept by %s', async (wire) => {
    const { body } = await answer(wire, asked({ schema, strict: true }));
    expect(JSON.parse(body.choices[0].message.content)).toEqual({ city: expect.any(String) });
  });

  it.each(['openai', 'azure-openai', 'kimi', 'huggingface', 'deepseek', 'siliconflow'] as const)(
    'of JSON is kept by %s',
    async (wire) => {
      const { body } = await answer(wire, { ...json, ...speaking });
      expect(JSON.parse(body.choices[0].message.content)).toEqual(expect.any(Object));
    },
  );

  it('of text changes nothing', async () => {
    const { body } = await answer('openai', { response_format: { type: 'text' } });
    expect(body).toEqual((await answer('openai', {})).body);
  });

  it.each(['openai', 'azure-openai', 'deepseek'] as const)(
    'of JSON is refused by %s where nobody speaks of JSON',
    async (wire) => {
      const { status, body } = await answer(wire, json);
      expect([status, body.error.message]).toEqual([400, expect.stringContaining("must contain the word 'json' in some form")]);
    },
  );

  it.each(['openai', 'azure-openai'] as const)('of a schema that %s can not keep is refused', async (wire) => {
    const open = { ...schema, additionalProperties: undefined };
    const { status, body } = await answer(wire, asked({ schema: open, strict: true }));
    expect(status).toBe(400);
    expect(body.error.message).toBe(
      "Invalid schema for response_format 'place': In context=(), 'additionalProperties' is required to be supplied and to be false.",
    );
    expect((await answer(wire, asked({ schema: open }))).status).toBe(200);
  });

  it.each([
    ['deepseek', 'This response_format type is unavailable now'],
    ['siliconflow', "response_format.type 'json_schema' is not supported"],
  ] as const)('that %s has not is refused', async (wire, message) => {
    const { status, body } = await answer(wire, asked({ schema }));
    expect([status, body.error?.message ?? body.message]).toEqual([400, message]);
  });

  it.each<[object, string]>([
    [{ response_format: {} }, "Missing required parameter: 'response_format.type'."],
    [
      { response_format: { type: 'xml' } },
      "Invalid value: 'xml'. Supported values are: 'text', 'json_object' and 'json_schema'.",
    ],
    [asked({ name: 'a b', schema }), "Invalid 'response_format.json_schema.name': string does not match pattern."],
    [asked({ schema: 'a' }), "Invalid type for 'response_format.json_schema.schema': expected an object"],
    [asked({}), "Invalid schema for response_format 'place': it is missing"],
  ])('as %j is refused', async (body, message) => {
    expect(await answer('openai', body)).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining(message) } },
    });
  });
});
