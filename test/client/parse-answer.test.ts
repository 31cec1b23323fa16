import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Delta } from '../../src/delta.ts';
import type { LLMError } from '../../src/errors.ts';
import type { JsonObject, ResponseFormat } from '../../src/message.ts';
import type { Wire } from '../../src/provider.ts';
import type { CompletionResponse, RequestSettings, StreamEvent } from '../../src/types.ts';
import { deltaClient } from '../support/delta-client.ts';
import { event, finish, text } from '../support/delta-wire.ts';
import { failureOf, shownOf } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeTransport } from '../support/fake-transport.ts';
import { call } from '../support/fold.ts';
import { byTool, formatWire } from '../support/format-wire.ts';

const schema = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer' } },
  required: ['city'],
  additionalProperties: false,
};
const format = (given: object): ResponseFormat => ({ type: 'json_schema', name: 'place', schema: given });
const place = format(schema);
const json: ResponseFormat = { type: 'json' };
const settings = (responseFormat: ResponseFormat): RequestSettings => ({ responseFormat });

/** A client whose API answers with these deltas. */
function answering(deltas: readonly Delta[], wire: Wire = formatWire(), stream = false) {
  const chunks = stream ? deltas.map((delta) => event(delta)) : [JSON.stringify(deltas)];
  const transport = new FakeTransport({ chunks });
  return { transport, client: deltaClient(transport, {}, { wire }) };
}

/** The answer to one request, asked for in both ways, which give the same. */
async function ask(request: RequestSettings, deltas: readonly Delta[], wire?: Wire): Promise<CompletionResponse> {
  const whole = await answering(deltas, wire).client.complete({ prompt: 'Hi', ...request });
  const streamed = await answering(deltas, wire, true).client.stream({ prompt: 'Hi', ...request }).response;
  expect(streamed).toMatchObject({ content: whole.content, finishReason: whole.finishReason });
  expect(streamed.parsed).toEqual(whole.parsed);
  return whole;
}

const parsedOf = async (responseFormat: ResponseFormat, said: string) =>
  (await ask({ responseFormat }, [text(said), finish()])).parsed;

/** How one request fails, in both ways. */
async function refused(request: RequestSettings, deltas: readonly Delta[], wire?: Wire): Promise<LLMError> {
  const { client, transport } = answering(deltas, wire);
  const error = await failureOf(client.complete({ prompt: 'Hi', ...request }));
  const streamed = await failureOf(answering(deltas, wire, true).client.stream({ prompt: 'Hi', ...request }).response);
  expect({ ...streamed, message: streamed.message }).toEqual({ ...error, message: error.message });
  expect(streamed.partial?.content).toBe(error.partial?.content);
  expect(transport.requests.length).toBeLessThanOrEqual(1);
  return error;
}

const refusalOf = (responseFormat: ResponseFormat, said: string) => refused({ responseFormat }, [text(said), finish()]);

describe('parsed', () => {
  it('is not there where no form was asked for', async () => {
    expect(await ask({}, [text('{"city":"Oslo"}'), finish()])).not.toHaveProperty('parsed');
    expect(await ask(settings({ type: 'text' }), [text('{}'), finish()])).not.toHaveProperty('parsed');
  });

  it.each(['{"a":[1,null]}', '[1]', '"a"', '0', 'null', 'false'])('is any JSON: %s', async (said) => {
    expect(await parsedOf(json, said)).toEqual(JSON.parse(said));
  });

  it('is JSON that fits the schema', async () => {
    expect(await parsedOf(place, '{"city":"Oslo","days":2}')).toEqual({ city: 'Oslo', days: 2 });
    expect(await parsedOf(format({ type: 'array', items: { type: 'integer' } }), '[1,2]')).toEqual([1, 2]);
  });

  it.each([
    ' \n{"city":"Oslo"}\n\t',
    '\ufeff{"city":"Oslo"}',
    '```json\n{"city":"Oslo"}\n```',
    '```JSON {"city":"Oslo"}```',
    '\n```\n{"city":"Oslo"}\n```\n',
    '``` json5\n{"city":"Oslo"}\n```',
    '````jsonc\n{"city":"Oslo"}\n````',
    '~~~json\n{"city":"Oslo"}\n~~~',
  ])('is what is in %j, and the content stays as it is', async (said) => {
    const response = await ask(settings(place), [text(said), finish()]);
    expect(response).toMatchObject({ parsed: { city: 'Oslo' }, content: said });
  });

  it("is what a library's schema makes of it, now or later", async () => {
    const given = z.object({ city: z.string(), days: z.number().default(3), day: z.string().transform((at) => at.length) });
    expect(await parsedOf(format(given), '{"city":"Oslo","day":"today"}')).toEqual({ city: 'Oslo', days: 3, day: 5 });
    const later = z.object({ city: z.string() }).refine(async ({ city }) => city !== 'Bergen');
    expect(await parsedOf(format(later), '{"city":"Oslo"}')).toEqual({ city: 'Oslo' });
    expect((await refusalOf(format(later), '{"city":"Bergen"}')).issues).toHaveLength(1);
  });

  it('keeps the last of members that are told twice, and knows no prototype', async () => {
    expect(await parsedOf(json, '{"a":1,"a":2}')).toEqual({ a: 2 });
    expect(Object.keys((await parsedOf(json, '{"__proto__":{"a":1}}')) as JsonObject)).toEqual(['__proto__']);
  });

  it('is there beside an answer that was cut off after its end', async () => {
    expect(await ask(settings(place), [text('{"city":"Oslo"}'), finish('length')])).toMatchObject({ parsed: { city: 'Oslo' } });
  });

  it('is not there where the model calls a tool, whatever it says', async () => {
    const weather = { name: 'weather' };
    const called = call({ key: 0, id: 'a', name: 'weather', argumentsText: '{}' });
    for (const said of [[], [text('Let me look.')], [text('{"city":7}')]]) {
      const response = await ask({ ...settings(place), tools: [weather] }, [...said, called, finish('tool_calls')]);
      expect(response.parsed).toBeUndefined();
      expect(response.toolCalls).toHaveLength(1);
    }
    const both = [text('{"city":"Oslo"}'), called, finish('tool_calls')];
    expect((await ask({ ...settings(place), tools: [weather] }, both)).parsed).toEqual({ city: 'Oslo' });
  });
});

describe('an answer that is given by a tool', () => {
  const called = call({ key: 0, id: 'a', name: 'place', argumentsText: '{"city":"Oslo"}', mode: 'whole' });

  it('is text like any other', async () => {
    const response = await ask(settings(place), [called, finish('tool_calls')], byTool);
    expect(response).toMatchObject({
      content: '{"city":"Oslo"}',
      parsed: { city: 'Oslo' },
      toolCalls: [],
      finishReason: 'stop',
      message: { content: [{ type: 'text', text: '{"city":"Oslo"}' }] },
    });
  });

  it('is what the tool was given, not what was said beside it', async () => {
    const response = await ask(settings(place), [text('Here it is: '), called, finish('tool_calls')], byTool);
    expect(response).toMatchObject({ content: 'Here it is: {"city":"Oslo"}', parsed: { city: 'Oslo' } });
  });

  it('is looked for in the text where the tool was not called', async () => {
    const said = [text('{"city":"Oslo"}'), finish()];
    expect((await ask(settings(place), said, byTool)).parsed).toEqual({ city: 'Oslo' });
  });

  it('is checked as any', async () => {
    const wrong = call({ key: 0, id: 'a', name: 'place', argumentsText: '{"city":7}' });
    expect((await refused(settings(place), [wrong, finish('tool_calls')], byTool)).issues).toEqual([
      { path: 'city', message: 'must be string' },
    ]);
  });

  it('goes back as text', async () => {
    const { message } = await ask(settings(place), [called, finish('tool_calls')], byTool);
    const { client, transport } = answering([called, finish('tool_calls')], byTool);
    await client.complete({
      messages: [{ role: 'user', content: 'Hi' }, message, { role: 'user', content: 'And?' }],
      ...settings(place),
    });
    expect(JSON.parse(transport.requests[0]?.body ?? '').messages[1]).toEqual({
      role: 'assistant',
      content: [{ type: 'text', text: '{"city":"Oslo"}' }],
    });
  });
});

describe('an answer in another form', () => {
  it('is a ResponseError that is not tried again, and holds the answer', async () => {
    const error = await refusalOf(place, 'It is Oslo.');
    expect(error).toMatchObject({ name: 'ResponseError', code: 'LLM_RESPONSE', retryable: false, attempts: 1, status: 200 });
    expect(error.message).toBe('[delta] the answer is no JSON, though responseFormat asks for it');
    expect(error.partial).toMatchObject({ content: 'It is Oslo.', finishReason: 'stop' });
    expect(Object.keys(error)).not.toContain('partial');
  });

  it.each(['', ' \n'])('may be empty: %j', async (said) => {
    expect((await refusalOf(json, said)).message).toContain('the answer is empty, though responseFormat asks for JSON');
  });

  it.each(['{"city":"Os', '``````', '```json', '{"a":1}{"b":2}', 'Sure: {"a":1}', "{'a':1}", 'NaN', '```\n```json\n1\n```\n```'])(
    'may be no JSON: %s',
    async (said) => {
      expect((await refusalOf(json, said)).message).toMatch(/the answer is (no JSON|empty)/);
    },
  );

  it('may be cut off: the error says what to raise', async () => {
    for (const said of ['{"city":"Os', '']) {
      const error = await refused(settings(place), [...(said ? [text(said)] : []), finish('length')]);
      expect(error.message).toContain('was cut off by the limit of tokens before its JSON was whole; raise maxTokens');
      expect(error.partial).toMatchObject({ content: said, finishReason: 'length' });
    }
  });

  it('may not fit: the error tells all that does not', async () => {
    const error = await refusalOf(place, '{"days":"two","where":"x"}');
    expect(error.issues).toEqual([
      { path: '', message: "must have required property 'city'" },
      { path: '', message: 'must NOT have additional properties: "where"' },
      { path: 'days', message: 'must be integer' },
    ]);
    expect(error.message).toContain(
      `the answer does not fit the schema "place": must have required property 'city'; must NOT have additional properties: "where"; days must be integer`,
    );
    expect(error.toJSON()).toMatchObject({ issues: error.issues });
  });

  it("may not fit a library's schema", async () => {
    const given = z.object({ city: z.string(), at: z.array(z.object({ day: z.number() })) });
    const error = await refusalOf(format(given), '{"city":"Oslo","at":[{"day":"x"}]}');
    expect(error.issues).toEqual([{ path: 'at.0.day', message: expect.stringContaining('expected number') }]);
  });

  it("may not fit though the library's schema says not why", async () => {
    const jsonSchema = { input: () => ({ type: 'object' }) };
    const validate = () => ({ issues: [] });
    const error = await refusalOf(format({ '~standard': { version: 1, vendor: 'acme', jsonSchema, validate } }), '{}');
    expect(error.message).toMatch(/does not fit the schema "place", without a word of its check why$/);
  });

  it('may have very many flaws, of which some are told', async () => {
    const error = await refusalOf(format({ type: 'array', items: { type: 'string' } }), JSON.stringify(Array(500).fill(1)));
    expect(error.issues).toHaveLength(20);
    expect(error.message).toMatch(/4 must be string; and more$/);
    expect(error.message.length).toBeLessThan(300);
  });

  it('is not quoted by the error', async () => {
    const secret = 'seventeen violet elephants of marker 5e2b90';
    const strict = z.object({ a: z.string(), b: z.string() }).superRefine(({ a, b }, context) => {
      context.addIssue({ code: 'custom', message: `${a} is not known, nor ${b.slice(0, 30)}`, path: ['a'] });
    });
    const error = await refusalOf(format(strict), JSON.stringify({ a: 'Oslo', b: secret }));
    expect(shownOf(error.toJSON())).not.toMatch(/Oslo|elephants/);
    expect(error.issues).toEqual([{ path: 'a', message: '[redacted] is not known, nor [redacted]' }]);
    for (const said of [secret, `{"a": ${secret}`, `"${secret}"`]) {
      const other = await refusalOf(format({ enum: ['a'] }), said);
      expect(shownOf(other.toJSON()) + other.stack).not.toContain('elephants');
    }
  });

  it('is told in short, however long its names', async () => {
    const error = await refusalOf(place, JSON.stringify({ city: 'Oslo', ['x'.repeat(10_000)]: 1 }));
    expect(error.message.length).toBeLessThan(400);
    expect(error.issues?.[0]?.message.length).toBeLessThanOrEqual(200);
  });

  it('may be a refusal of the model', async () => {
    const filtered: Delta = { type: 'finish', reason: 'content_filter', raw: 'refusal' };
    const refusal: Delta[] = [text('I can not help.'), { type: 'part', kind: 'text', data: { refusal: true } }, finish()];
    for (const deltas of [[text('I can not help.'), filtered], [filtered], refusal]) {
      const error = await refused(settings(place), deltas);
      expect(error).toMatchObject({ code: 'LLM_RESPONSE', reason: 'content_filter' });
      expect(error.message).toContain('the model refused to answer, or its answer was filtered');
      expect(error.partial).toBeDefined();
    }
  });

  it('may be nested so deep that nobody can do anything with it', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect((await refusalOf(json, deep)).message).toContain('nested too deep');
    const list: JsonObject = { type: 'array', items: { $ref: '#' } };
    expect((await refusalOf(format(list), deep)).message).toContain('nested too deep');
    expect(await parsedOf(format(list), '[[[]]]')).toEqual([[[]]]);
  });

  it('may be one of a schema that has no end', async () => {
    expect((await refusalOf(format({ $ref: '#' }), '1')).issues).toEqual([
      { path: '', message: 'is nested too deep to be checked' },
    ]);
  });

  it("tells what a schema's own check throws", async () => {
    const bug = new TypeError('no such thing');
    const jsonSchema = { input: () => ({ type: 'object' }) };
    const validate = () => {
      throw bug;
    };
    const error = await refusalOf(format({ '~standard': { version: 1, vendor: 'acme', jsonSchema, validate } }), '{}');
    expect(error.message).toContain('the check of the schema "place" threw an error of its own');
    expect(error.cause).toBe(bug);
  });
});

describe('a stream whose answer is in another form', () => {
  const read = async (deltas: readonly Delta[], wire?: Wire) => {
    const events: StreamEvent[] = [];
    const stream = answering(deltas, wire, true).client.stream({ prompt: 'Hi', responseFormat: place });
    const reading = async () => {
      for await (const one of stream) events.push(one);
    };
    return { events, error: await failureOf(reading()), again: await failureOf(stream.response) };
  };

  it('tells all of it, and then the error in the place of its finish', async () => {
    const { events, error, again } = await read([text('{"ci'), text('ty":7}'), finish()]);
    expect(events).toEqual([
      { type: 'text', text: '{"ci' },
      { type: 'text', text: 'ty":7}' },
    ]);
    expect(error.partial?.content).toBe('{"city":7}');
    expect(again).toBe(error);
  });

  it('tells what is known only at its end too', async () => {
    const { events, error } = await read([call({ key: 0, id: 'a', name: 'place' }), finish('tool_calls')], byTool);
    expect(events).toEqual([{ type: 'text', text: '{}' }]);
    expect(error.issues).toHaveLength(1);
  });
});

describe('a schema that answers can not be checked by', () => {
  it.each<[string, object, RegExp]>([
    ['that points to another document', { $ref: 'https://example.com/a.json' }, /example\.com\/a\.json/],
    ['that points nowhere', { properties: { a: { $ref: '#/$defs/a' } } }, /can't resolve reference #\/\$defs\/a/],
    ['with a bad pattern', { type: 'string', pattern: '(' }, /Unterminated group/],
    ['that is asynchronous', { $async: true, type: 'object' }, /\$async/],
  ])('is refused before anything is sent: one %s', async (_what, given, why) => {
    const { client, transport } = answering([text('{}'), finish()]);
    const request = { prompt: 'Hi', responseFormat: format(given) };
    const stream = client.stream(request);
    for (const work of [client.complete(request), stream.response, (async () => client.encode(request))()]) {
      const error = await failureOf(work);
      expect(error.code).toBe('INVALID_INPUT');
      expect(error.message).toMatch(/responseFormat\.schema: answers can not be checked by it: /);
      expect(error.message).toMatch(why);
    }
    expect(transport.requests).toEqual([]);
  });

  it('is not one that checks values itself', async () => {
    const jsonSchema = { input: () => ({ $ref: '#/nowhere' }) };
    const standard = { version: 1, vendor: 'acme', jsonSchema } as const;
    const checking = { '~standard': { ...standard, validate: (value: unknown) => ({ value: [value] }) } };
    expect(await parsedOf(format(checking), '1')).toEqual([1]);
    expect((await refusalOf(format({ '~standard': standard }), '1')).code).toBe('INVALID_INPUT');
  });

  it('may be one whose check is none', async () => {
    const standard = { version: 1, vendor: 'acme', jsonSchema: { input: () => ({ type: 'object' }) }, validate: 'yes' };
    const error = await refusalOf(format({ '~standard': standard }), '1');
    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('can not be checked by it: ') });
  });
});

describe('a check that takes its time', () => {
  const never = {
    '~standard': {
      version: 1,
      vendor: 'acme',
      jsonSchema: { input: () => ({ type: 'object' }) },
      validate: () => new Promise<never>(() => {}),
    },
  };

  it('ends when the caller gives up', async () => {
    for (const stream of [false, true]) {
      const { client } = answering([text('{}'), finish()], undefined, stream);
      const controller = new AbortController();
      const request = { prompt: 'Hi', responseFormat: format(never) };
      const { signal } = controller;
      const work = stream ? client.stream(request, { signal }).response : client.complete(request, { signal });
      const failed = failureOf(work);
      setTimeout(() => controller.abort(), 5);
      expect((await failed).code).toBe('CONTEXT_CANCELED');
    }
  });

  it('ends at the deadline of the call', async () => {
    for (const stream of [false, true]) {
      const clock = new FakeClock();
      const transport = new FakeTransport({
        chunks: stream ? [event(text('{}'), finish())] : [JSON.stringify([text('{}'), finish()])],
      });
      const client = deltaClient(transport, { deadlineMs: 1000 }, { wire: formatWire(), clock });
      const request = { prompt: 'Hi', responseFormat: format(never) };
      const failed = failureOf(stream ? client.stream(request).response : client.complete(request));
      await clock.advance(1000);
      expect(await failed).toMatchObject({ code: 'LLM_TIMEOUT', phase: 'deadline', attempts: 1, partial: { content: '{}' } });
      expect(clock.waiting).toBe(0);
    }
  });
});
