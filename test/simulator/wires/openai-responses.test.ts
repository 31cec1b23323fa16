import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ask, eventsOf, type Loose } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const post = async (body: object): Promise<[number, Loose]> => {
  const { status, text } = await ask(simulator, 'openai-responses', body);
  return [status, JSON.parse(text)];
};
const user = (content: unknown) => ({ role: 'user', content });
const thinking = { reasoning: { effort: 'high', summary: 'auto' }, include: ['reasoning.encrypted_content'], store: false };

describe('openai-responses', () => {
  it('answers a text as it answers a message', async () => {
    const [, { output: said }] = await post({ input: 'Hi there' });
    const [, { output: again }] = await post({ input: [user([{ type: 'input_text', text: 'Hi there' }])] });
    expect(said).toEqual(again);
    expect(said).toMatchObject([{ type: 'message', role: 'assistant', content: [{ type: 'output_text' }] }]);
  });

  it('shows thoughts to who asks for a summary, and seals them for who asks for that', async () => {
    const [, { output: shown, usage }] = await post({ input: 'Hi', ...thinking });
    expect(shown).toMatchObject([
      { type: 'reasoning', summary: [{ type: 'summary_text' }], encrypted_content: expect.stringMatching(/^gAAAAA/) },
      { type: 'message' },
    ]);
    const [, { output: hidden }] = await post({ input: 'Hi', reasoning: { effort: 'high' } });
    expect(hidden[0]).toEqual({ id: shown[0].id, type: 'reasoning', summary: [] });
    expect(usage.output_tokens_details.reasoning_tokens).toBeGreaterThan(0);
  });

  it('takes sealed thoughts back unchanged, and before what they led to', async () => {
    const [, { output }] = await post({ input: 'Hi', ...thinking });
    const [thought, message] = output;
    const next = user('And?');
    expect(await post({ input: [user('Hi'), thought, message, next] })).toMatchObject([200, {}]);
    expect(await post({ input: [user('Hi'), thought, next] })).toMatchObject([
      400,
      { error: { message: expect.stringContaining('required following item') } },
    ]);
    const touched = { ...thought, encrypted_content: `${thought.encrypted_content}x` };
    expect(await post({ input: [user('Hi'), touched, message, next] })).toMatchObject([
      400,
      { error: { code: 'invalid_encrypted_content' } },
    ]);
    const { encrypted_content: _sealed, ...open } = thought;
    expect(await post({ input: [user('Hi'), open, message, next] })).toMatchObject([404, {}]);
  });

  it('numbers the events of a stream, and tells the whole answer at its end', async () => {
    const events = eventsOf((await ask(simulator, 'openai-responses', { stream: true, ...thinking })).text);
    expect(events.map(({ sequence_number: number }) => number)).toEqual(events.map((_event, index) => index));
    const last = events.at(-1);
    const [, whole] = await post(thinking);
    expect(last).toMatchObject({ type: 'response.completed', response: whole });
    const pieces = events.filter(({ type }) => type === 'response.reasoning_summary_text.delta');
    expect(pieces.map(({ delta }) => delta).join('')).toBe(whole.output[0].summary[0].text);
  });

  it('tells why an answer is incomplete', async () => {
    expect(await post({ max_output_tokens: 3 })).toMatchObject([
      200,
      { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: [{ status: 'incomplete' }] },
    ]);
  });

  it('answers in JSON that fits the schema', async () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
    const [, { output }] = await post({ text: { format: { type: 'json_schema', name: 'place', schema, strict: true } } });
    expect(JSON.parse(output[0].content[0].text)).toEqual({ city: expect.any(String) });
  });

  it('sees images and files', async () => {
    const image = { type: 'input_image', image_url: 'data:image/png;base64,iVBORw0KGgo=' };
    const [, { output }] = await post({ input: [user([{ type: 'input_text', text: 'What is it?' }, image])] });
    expect(output[0].content[0].text).toMatch(/I see [0-9a-f]{8}\.$/);
    expect(await post({ input: [user([{ ...image, image_url: 'data:image/png;base64,???' }])] })).toMatchObject([
      400,
      { error: { code: 'invalid_image' } },
    ]);
  });

  it.each<[string, object, object]>([
    ['no input', { input: undefined }, { code: 'missing_required_parameter', param: 'input' }],
    ['a member of chat completions', { messages: [] }, { code: 'unknown_parameter', param: 'messages' }],
    ['an unknown item', { input: [{ type: 'thing' }] }, { param: 'input[0].type' }],
    ['a missing model', { model: 'missing-1' }, { code: 'model_not_found' }],
    ['a result without its call', { input: [{ type: 'function_call_output', call_id: 'a', output: '' }] }, { param: 'input' }],
    [
      'a call without its result',
      { input: [{ type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' }] },
      { param: 'input' },
    ],
    ['JSON that nobody speaks of', { text: { format: { type: 'json_object' } } }, { param: 'input' }],
    ['a choice without tools', { tool_choice: 'required' }, { param: 'tool_choice' }],
  ])('refuses %s', async (_what, body, error) => {
    expect(await post(body)).toMatchObject([400, { error: { type: 'invalid_request_error', ...error } }]);
  });
});
