import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ask, eventsOf, type Loose, QUESTION } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const json = async (body: object = {}): Promise<Loose> => JSON.parse((await ask(simulator, 'cohere-v1', body)).text);

describe('cohere-v1', () => {
  it('answers whole', async () => {
    const body = await json();
    expect(body).toEqual({
      response_id: expect.any(String),
      generation_id: expect.any(String),
      text: expect.stringMatching(/^Simulated réponse to 5 words: /),
      chat_history: [
        { role: 'USER', message: QUESTION },
        { role: 'CHATBOT', message: body.text },
      ],
      finish_reason: 'COMPLETE',
      meta: {
        api_version: { version: '1' },
        billed_units: { input_tokens: 6, output_tokens: expect.any(Number) },
        tokens: { input_tokens: 6, output_tokens: expect.any(Number) },
      },
    });
    expect(body.response_id).not.toBe(body.generation_id);
  });

  it.each<[string, string | undefined, RegExp]>([
    ['application/stream+json', undefined, /^\{.*\}\n$/s],
    ['application/stream+json', 'application/stream+json', /^\{.*\}\n$/s],
    ['text/event-stream', 'text/event-stream', /^event: stream-start\ndata: \{.*\}\n\n$/s],
  ])('streams as %s where %s is accepted', async (contentType, accept, shape) => {
    const { headers, text } = await ask(simulator, 'cohere-v1', { stream: true }, accept ? { accept } : {});
    expect(headers['content-type']).toBe(contentType);
    expect(text).toMatch(shape);
    const events = eventsOf(text);
    const { finish_reason, ...whole } = await json();
    expect(events[0]).toEqual({ is_finished: false, event_type: 'stream-start', generation_id: whole.generation_id });
    expect(events[1]).toEqual({ is_finished: false, event_type: 'text-generation', text: 'Simulated' });
    expect(events.at(-1)).toEqual({ is_finished: true, event_type: 'stream-end', response: whole, finish_reason });
  });

  it('reads the history, in any case, and the preamble', async () => {
    const chat_history = [
      { role: 'User', message: 'Hi' },
      { role: 'CHATBOT', message: 'Hello!' },
      { role: 'System', message: 'Now.' },
    ];
    const { meta, chat_history: told } = await json({ preamble: 'Be brief.', chat_history, message: 'And now?' });
    expect(meta.tokens.input_tokens).toBe(3 + 1 + 2 + 2 + 3);
    expect(told).toHaveLength(5);
  });

  it('stops at max_tokens and at stop sequences', async () => {
    expect(await json({ max_tokens: 2 })).toMatchObject({ text: 'Simulated réponse', finish_reason: 'MAX_TOKENS' });
    expect(await json({ stop_sequences: ['words'] })).toMatchObject({ finish_reason: 'STOP_SEQUENCE' });
  });

  it.each<[object, number, string]>([
    [{ message: undefined }, 400, 'message is required'],
    [{ message: '' }, 400, 'message must be at least 1 token long'],
    [{ messages: [] }, 422, "unknown field: parameter 'messages' is not a valid field."],
    [
      { chat_history: [{ role: 'assistant', message: 'x' }] },
      400,
      'chat_history.0.role must be one of USER, CHATBOT, SYSTEM, TOOL',
    ],
    [{ chat_history: [{ role: 1, message: 'x' }] }, 400, 'chat_history.0.role must be one of'],
    [{ temperature: '1' }, 422, 'parameter temperature is of type string'],
    [{ model: 'command-r-plus' }, 404, "model 'command-r-plus' was removed"],
    [{ model: 'unknown' }, 404, "model 'unknown' not found"],
  ])('refuses %j', async (body, status, message) => {
    const reply = await ask(simulator, 'cohere-v1', body);
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text).message).toContain(message);
  });

  it('tells of an error in stream-end', async () => {
    simulator.scenario = { break: 'error', after: 2, times: 1 };
    const { text } = await ask(simulator, 'cohere-v1', { stream: true });
    expect(eventsOf(text).at(-1)).toMatchObject({ event_type: 'stream-end', finish_reason: 'ERROR', is_finished: true });
  });
});

describe('a format', () => {
  const schema = { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] };

  it('is any JSON, or JSON that fits a schema', async () => {
    const answered = async (response_format: object) => JSON.parse((await json({ response_format })).text);
    expect(await answered({ type: 'json_object' })).toHaveProperty('answer');
    expect(await answered({ type: 'json_object', schema })).toEqual({ age: expect.any(Number) });
  });

  it.each([
    { tools: [{ name: 'now', description: 'Tells the time.' }] },
    { documents: [{ text: 'Ruby is old.' }] },
    { connectors: [{ id: 'web-search' }] },
  ])('is refused beside %j', async (more) => {
    const { status, text } = await ask(simulator, 'cohere-v1', { response_format: { type: 'json_object' }, ...more });
    expect([status, JSON.parse(text).message]).toEqual([400, expect.stringMatching(/response_format is not supported with/)]);
  });

  it('has the member of v1 alone', async () => {
    const { status } = await ask(simulator, 'cohere-v1', { response_format: { type: 'json_object', json_schema: schema } });
    expect(status).toBe(422);
  });
});

describe('citations', () => {
  const documents = [{ id: 'a', text: 'One.' }];

  it('name their documents, whole and in a stream', async () => {
    const body = await json({ documents });
    expect(body).toMatchObject({ documents, citations: [{ document_ids: ['a'] }, { document_ids: ['a'] }] });
    const { text } = await ask(simulator, 'cohere-v1', { documents, stream: true });
    const cited = eventsOf(text).flatMap(({ event_type, citations }) => (event_type === 'citation-generation' ? citations : []));
    expect(cited).toEqual(body.citations);
    expect(eventsOf(text).at(-1).response.citations).toEqual(body.citations);
  });
});
