import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { eventsOf, type Loose, QUESTION, type Reply, send } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const KEY = { 'x-goog-api-key': 'any' };
const WHOLE = 'gemini-3.5-flash:generateContent';
const STREAM = 'gemini-3.5-flash:streamGenerateContent?alt=sse';
const user = (...parts: object[]) => ({ role: 'user', parts });
const model = (...parts: object[]) => ({ role: 'model', parts });
const text = (said: string) => ({ text: said });
const asked = { contents: [user(text(QUESTION))] };

const ask = (body: object = {}, path = WHOLE, headers: Record<string, string> = KEY): Promise<Reply> =>
  send(simulator, path.startsWith('/') ? path : `/gemini/v1beta/models/${path}`, { headers, body: { ...asked, ...body } });
const json = async (body?: object, path?: string): Promise<Loose> => JSON.parse((await ask(body, path)).text);
const chunks = async (body?: object, path = STREAM): Promise<Loose[]> => eventsOf((await ask(body, path)).text);
const partsIn = (answers: Loose[]): Loose[] => answers.flatMap(({ candidates }) => candidates[0].content.parts ?? []);
const said = (answers: Loose[], thought = false): string =>
  partsIn(answers)
    .filter((part) => Boolean(part.thought) === thought)
    .map((part) => part.text ?? '')
    .join('');

describe('gemini', () => {
  it('answers whole', async () => {
    const { headers, text: body } = await ask();
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'server-timing': 'gfet4t7; dur=31' });
    const answer = JSON.parse(body);
    expect(answer).toEqual({
      candidates: [
        {
          content: { parts: [{ text: expect.stringMatching(/^Simulated réponse to 5 words: /) }], role: 'model' },
          finishReason: 'STOP',
          index: 0,
        },
      ],
      usageMetadata: {
        promptTokenCount: 6,
        candidatesTokenCount: expect.any(Number),
        totalTokenCount: 6 + answer.usageMetadata.candidatesTokenCount,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: 6 }],
        serviceTier: 'standard',
      },
      modelVersion: 'gemini-3.5-flash',
      responseId: expect.stringMatching(/^[\w-]{22}$/),
    });
  });

  it('streams events framed with CRLF, counting as it goes, without a terminal event', async () => {
    const whole = await json();
    const { headers, text: body } = await ask({}, STREAM);
    expect(headers['content-type']).toBe('text/event-stream');
    expect(body).toMatch(/^(data: .+\r\n\r\n)+$/);
    const events = eventsOf(body);
    expect(said(events)).toBe(said([whole]));
    expect(events.map(({ candidates }) => candidates[0].finishReason).filter(Boolean)).toEqual(['STOP']);
    expect(events.at(-1)).toMatchObject({
      candidates: [{ content: { parts: [{ text: '' }] } }],
      usageMetadata: whole.usageMetadata,
    });
    expect(events.slice(0, 3).map(({ usageMetadata }) => usageMetadata.candidatesTokenCount)).toEqual([1, 2, 3]);
  });

  it('streams a list where no events are asked for', async () => {
    const { headers, text: body } = await ask({}, 'gemini-3.5-flash:streamGenerateContent');
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(JSON.parse(body)).toEqual(await chunks());
  });

  it('honours limits, stop sequences and the system', async () => {
    const generationConfig = { maxOutputTokens: 2 };
    expect(await json({ generationConfig })).toMatchObject({
      candidates: [{ content: { parts: [text('Simulated réponse')] }, finishReason: 'MAX_TOKENS' }],
    });
    const stopped = await json({
      generation_config: { stop_sequences: ['Simulated'] },
      system_instruction: { parts: [text('Be brief.')] },
    });
    expect(stopped.candidates).toEqual([{ content: { role: 'model' }, finishReason: 'STOP', index: 0 }]);
    expect(stopped.usageMetadata).toMatchObject({ promptTokenCount: 9, cachedContentTokenCount: 3, totalTokenCount: 9 });
  });

  it('shows thoughts if it is asked to, and signs what follows', async () => {
    const generationConfig = { thinkingConfig: { thinkingLevel: 'LOW', includeThoughts: true } };
    const whole = await json({ generationConfig });
    const streamed = await chunks({ generationConfig });
    expect(whole.candidates[0].content.parts).toEqual([
      { text: expect.stringMatching(/^I count 5 words/), thought: true },
      { text: expect.stringMatching(/^Simulated/), thoughtSignature: expect.any(String) },
    ]);
    expect([said(streamed, true), said(streamed)]).toEqual([said([whole], true), said([whole])]);
    expect(partsIn(streamed).at(-1)).toEqual({ text: '', thoughtSignature: expect.any(String) });
    expect(whole.usageMetadata.thoughtsTokenCount).toBe(partsIn(streamed).filter(({ thought }) => thought).length);
    const hidden = await json({ generationConfig: { thinkingConfig: { thinkingBudget: 100 } } });
    expect(hidden.candidates[0].content.parts).toHaveLength(1);
  });

  it('takes signed parts back unchanged only', async () => {
    const { content } = (await json({ generationConfig: { thinkingConfig: { includeThoughts: true } } })).candidates[0];
    const next = (parts: object[]) => ({ contents: [...asked.contents, model(...parts), user(text('And now?'))] });
    expect((await ask(next(content.parts))).status).toBe(200);
    const forged = [content.parts[0], { ...content.parts[1], text: 'Something else.' }];
    expect(await json(next(forged))).toMatchObject({ error: { message: 'Corrupted thought signature.' } });
  });

  it('lists models to who has a key', async () => {
    const list = (headers: object) =>
      send(simulator, '/gemini/v1beta/models?pageSize=1000', { method: 'GET', headers: { ...headers } });
    expect(JSON.parse((await list(KEY)).text)).toMatchObject({ models: [{ name: 'models/gemini-3.5-flash' }, {}] });
    expect((await list({})).status).toBe(403);
  });

  it.each<[string, number, string, string, Record<string, string>, string]>([
    ['no key', 403, 'PERMISSION_DENIED', "Method doesn't allow unregistered callers", { 'x-goog-api-key': '' }, WHOLE],
    ['a bad key', 400, 'INVALID_ARGUMENT', 'API key not valid', { 'x-goog-api-key': 'bad-key' }, WHOLE],
    [
      'a key without permission',
      403,
      'PERMISSION_DENIED',
      'does not have permission',
      { 'x-goog-api-key': 'no-permission' },
      WHOLE,
    ],
    ['another content type', 400, 'INVALID_ARGUMENT', 'Invalid JSON payload', { 'content-type': 'text/plain' }, WHOLE],
    ['another path', 404, 'NOT_FOUND', 'not found', {}, '/gemini/v1beta/chat'],
    ['another method of a model', 404, 'NOT_FOUND', 'not found', {}, 'gemini-3.5-flash:countTokens'],
    ['a missing model', 404, 'NOT_FOUND', 'models/missing is not found for API version v1beta', {}, 'missing:generateContent'],
    ['a retired model', 404, 'NOT_FOUND', 'not supported for streamGenerateContent', {}, 'gemini-1.5-pro:streamGenerateContent'],
  ])('refuses %s', async (_what, status, name, words, headers, path) => {
    const reply = await ask({}, path, { ...KEY, ...headers });
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text).error).toMatchObject({ code: status, status: name, message: expect.stringContaining(words) });
  });

  it('says in the details that a key is bad', async () => {
    const { error } = JSON.parse((await ask({}, WHOLE, { 'x-goog-api-key': 'bad-key' })).text);
    expect(error.details[0]).toMatchObject({ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' });
  });

  it('knows tuned models', async () => {
    expect((await ask({}, '/gemini/v1beta/tunedModels/mine:generateContent')).status).toBe(200);
  });

  const config = (generationConfig: object) => ({ generationConfig });
  it.each<[object, string]>([
    [{ only_here: 1 }, 'Invalid JSON payload received. Unknown name "only_here": Cannot find field.'],
    [config({ topZ: 1 }), 'Unknown name "top_z" at \'generation_config\': Cannot find field.'],
    [{ contents: [user({ txt: 'x' })] }, 'Unknown name "txt" at \'contents[0].parts[0]\''],
    [config({ temperature: 'hot' }), 'Invalid value at \'generation_config.temperature\' (TYPE_FLOAT), "hot"'],
    [config({ temperature: 2.5 }), '* GenerateContentRequest.generation_config.temperature: temperature must be at most 2'],
    [config({ stopSequences: ['', '', '', '', '', ''] }), 'must have at most 5 items'],
    [{ contents: undefined }, '* GenerateContentRequest.contents: contents is not specified'],
    [{ contents: [] }, '* GenerateContentRequest.contents: contents must not be empty'],
    [{ contents: [user()] }, 'contents[0].parts: parts must not be empty'],
    [
      { contents: [user({ thought: true })] },
      "contents[0].parts[0].data: required oneof field 'data' must have one initialized field",
    ],
    [{ contents: [{ role: 'assistant', parts: [text('x')] }] }, 'Please use a valid role: user, model.'],
    [config({ thinkingConfig: { thinkingLevel: 'MAX' } }), "Invalid value at 'generation_config.thinking_config.thinking_level'"],
    [config({ thinkingConfig: { thinkingBudget: 0, includeThoughts: true } }), 'only enabled when thinking is enabled'],
    [config({ thinkingConfig: { thinkingBudget: 9, thinkingLevel: 'LOW' } }), 'only one of thinking budget and thinking level'],
  ])('refuses %j', async (body, message) => {
    const { status, text: told } = await ask(body);
    expect(status).toBe(400);
    expect(JSON.parse(told).error).toMatchObject({ status: 'INVALID_ARGUMENT', message: expect.stringContaining(message) });
  });
});
