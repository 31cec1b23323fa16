import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { type ASKS, ask } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const url = 'https://example.com/cat.png';
const png = 'data:image/png;base64,iVBORw0KGgo=';
const image = (address: string) => ({ type: 'image_url', image_url: { url: address } });
const pdf = (data: string) => ({ type: 'file', file: { filename: 'a.pdf', file_data: data } });

async function answer(wire: keyof typeof ASKS, ...blocks: object[]) {
  const { status, text } = await ask(simulator, wire, {
    messages: [{ role: 'user', content: [{ type: 'text', text: 'What is this?' }, ...blocks] }],
  });
  const body = JSON.parse(text);
  return { status, said: body.choices?.[0].message.content ?? body.error?.message ?? body.error ?? body.message };
}

describe('an image', () => {
  it.each(['openai', 'azure-openai', 'siliconflow', 'huggingface'] as const)('is seen by %s, fetched or sent', async (wire) => {
    const [fetched, sent, none] = [await answer(wire, image(url)), await answer(wire, image(png)), await answer(wire)];
    for (const { status, said } of [fetched, sent])
      expect([status, said]).toEqual([200, expect.stringMatching(/I see \w{8}\.$/)]);
    expect(fetched.said).not.toBe(sent.said);
    expect(none.said).not.toContain('I see');
  });

  it('is told apart from others, each by its bytes', async () => {
    const { said } = await answer('openai', image(png), image(url));
    expect(said.match(/I see \w{8}/g)).toHaveLength(2);
  });

  it('is sent to Kimi, which fetches none', async () => {
    expect(await answer('kimi', image(png))).toMatchObject({ status: 200 });
    expect(await answer('kimi', image(url))).toEqual({ status: 400, said: `Invalid request: unsupported image url: ${url}` });
  });

  it('is refused by DeepSeek', async () => {
    expect(await answer('deepseek', image(png))).toEqual({
      status: 400,
      said: 'Failed to deserialize the JSON body into the target type: messages[0]: unknown variant `image_url`, expected `text`',
    });
  });

  it.each([
    '',
    'cat.png',
    'data:image/png;base64,',
    'data:image/png;base64,iVB',
    'data:image/png;base64,iV B',
    'data:text/plain;base64,aGk=',
  ])('can not be %j', async (address) => {
    const refused = await answer('openai', image(address));
    expect(refused).toEqual({ status: 400, said: expect.stringContaining('You uploaded an unsupported image.') });
  });
});

describe('a file', () => {
  it('is read by OpenAI', async () => {
    expect((await answer('openai', pdf('data:application/pdf;base64,JVBE'))).said).toMatch(/I see \w{8}\.$/);
    expect((await answer('openai', pdf('JVBE'))).said).toContain("Invalid file data: 'messages[0].content[1].file.file_data'.");
  });

  it('is refused by those who read none', async () => {
    for (const wire of ['siliconflow', 'kimi', 'huggingface', 'deepseek'] as const)
      expect((await answer(wire, pdf('data:application/pdf;base64,JVBE'))).status).toBe(400);
    expect((await answer('openai', { type: 'video' })).said).toContain(
      "Invalid value: 'video'. Supported values are: 'text', 'image_url'",
    );
  });
});

describe('an effort', () => {
  it('is one that the model knows', async () => {
    const think = (model: string, reasoning_effort: string) => ask(simulator, 'kimi', { model, reasoning_effort });
    expect((await think('kimi-k3', 'low')).status).toBe(200);
    const refused = await think('kimi-k3', 'medium');
    expect([refused.status, refused.text]).toEqual([
      400,
      expect.stringContaining('reasoning_effort must be one of low, high, max'),
    ]);
  });

  it('or its budget is inside the limits', async () => {
    const think = async (thinking_budget: number) => (await ask(simulator, 'siliconflow', { thinking_budget })).status;
    expect(await Promise.all([127, 128, 32_768, 32_769].map(think))).toEqual([400, 200, 200, 400]);
  });
});

describe('a call that is demanded', () => {
  const demand = { tools: [{ type: 'function', function: { name: 'now' } }], tool_choice: 'required' };

  it.each(['deepseek', 'kimi'] as const)('is refused by %s, whose models think unless told not to', async (wire) => {
    expect((await ask(simulator, wire, demand)).status).toBe(400);
    expect((await ask(simulator, wire, { ...demand, thinking: { type: 'disabled' } })).status).toBe(200);
  });
});
