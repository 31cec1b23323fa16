import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { EmbedRequest } from '../../src/data-types.ts';
import type { EmbedAnswer, EmbeddingsWire } from '../../src/data-wires.ts';
import type { JsonObject } from '../../src/message.ts';
import type { CallOptions } from '../../src/types.ts';
import { deltaClient, KEY } from '../support/delta-client.ts';
import { failureOf, shownOf } from '../support/failure.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import { type FakeAnswer, FakeTransport } from '../support/fake-transport.ts';

/** Takes three texts at a time; answers are what the contract says of them. */
const embeddings: EmbeddingsWire = {
  maxInputs: () => 3,
  dimensions: true,
  path: ({ model }) => `/embed/${model}`,
  encode: ({ model, input, dimensions, inputType }) => ({
    model,
    input: [...input],
    ...(dimensions !== undefined && { dimensions }),
    ...(inputType && { inputType }),
  }),
  decode: (body) => (Array.isArray((body as EmbedAnswer | null)?.vectors) ? (body as EmbedAnswer) : undefined),
};

const answer = (vectors: EmbedAnswer['vectors'], more: object = {}): FakeAnswer => ({
  chunks: [JSON.stringify({ vectors, ...more })],
});
const vector = (...values: number[]) => ({ values });
const texts = (length: number) => Array.from({ length }, (_, index) => `text ${index}`);
const bodies = ({ requests }: FakeTransport) => requests.map(({ body = '' }) => JSON.parse(body) as JsonObject);

function clientOf(
  transport: FakeTransport,
  config: Record<string, unknown> = {},
  clock?: FakeClock,
  wire: Partial<EmbeddingsWire> = {},
) {
  return deltaClient(transport, config, {
    ...(clock && { clock }),
    wire: { embeddings: { ...embeddings, ...wire } },
  });
}

/** Answers each request by what it asks, so that the order of answers does not matter. */
class AnsweringTransport extends FakeTransport {
  readonly #answer: (input: string[], body: JsonObject) => FakeAnswer | undefined;

  constructor(answer: (input: string[], body: JsonObject) => FakeAnswer | undefined) {
    super();
    this.#answer = answer;
  }

  override async send(...[request, signal]: Parameters<FakeTransport['send']>) {
    signal.throwIfAborted();
    const body = JSON.parse(request.body ?? '') as JsonObject;
    const made = this.#answer(body.input as string[], body);
    this.requests.push(request);
    return new FakeTransport(...(made ? [made] : [])).send(request, signal);
  }
}

/** The vector of a text holds its number. */
const numbered = (input: string[]) =>
  answer(
    input.map((text) => vector(Number(text.replace(/\D/g, '')), 1)),
    { counters: { input: 2 } },
  );

async function failing(request: unknown, given: FakeAnswer | FakeAnswer[] = [], options?: CallOptions) {
  const transport = new FakeTransport(...[given].flat());
  const error = await failureOf(clientOf(transport).embed(request as EmbedRequest, options));
  return { error, sent: transport.requests.length };
}

describe('embed', () => {
  it('sends one text as a list of one and gives its vector', async () => {
    const transport = new FakeTransport(answer([vector(0.5, -1)], { model: 'delta-1-0125', counters: { input: 3 } }));
    const response = await clientOf(transport).embed({ input: 'Hi', dimensions: 2, inputType: 'search_query' });
    expect(response).toEqual({
      embeddings: [[0.5, -1]],
      model: 'delta-1-0125',
      usage: { promptTokens: 3, completionTokens: 0, totalTokens: 3 },
    });
    expect(transport.requests).toMatchObject([
      {
        method: 'POST',
        url: 'https://delta.test/v1/embed/delta-1',
        headers: { authorization: `Bearer ${KEY}`, accept: 'application/json' },
        body: '{"model":"delta-1","input":["Hi"],"dimensions":2,"inputType":"search_query"}',
      },
    ]);
  });

  it('takes the model of the request, else that of the client', async () => {
    const transport = new FakeTransport(answer([vector(1)]));
    const client = clientOf(transport);
    expect((await client.embed({ input: 'a', model: 'other' })).model).toBe('other');
    expect((await client.embed({ input: 'a' })).model).toBe('delta-1');
    expect(bodies(transport).map(({ model }) => model)).toEqual(['other', 'delta-1']);
  });

  it('puts the vectors in the order of the texts, by their index or else as they come', async () => {
    const mixed = [
      { index: 2, values: [3] },
      { index: 0, values: [1] },
      { index: 1, values: [2] },
    ];
    expect((await clientOf(new FakeTransport(answer(mixed))).embed({ input: texts(3) })).embeddings).toEqual([[1], [2], [3]]);
    const plain = [vector(1), vector(2), vector(3)];
    expect((await clientOf(new FakeTransport(answer(plain))).embed({ input: texts(3) })).embeddings).toEqual([[1], [2], [3]]);
  });

  it('reads base64 of 32-bit floats, the lowest byte first', async () => {
    const bytes = Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0xcd, 0xcc, 0xcc, 0x3d]);
    const transport = new FakeTransport(answer([{ values: bytes.toString('base64') }, { values: bytes.toString('base64') }]));
    const { embeddings: read } = await clientOf(transport).embed({ input: ['a', 'b'] });
    expect(read).toEqual([
      [1, -2, Math.fround(0.1)],
      [1, -2, Math.fround(0.1)],
    ]);
    expect(Array.isArray(read[0])).toBe(true);
  });

  it('splits a long list, joins it in order and adds up what was counted', async () => {
    const transport = new AnsweringTransport(numbered);
    const response = await clientOf(transport).embed({ input: texts(8) });
    expect(response.embeddings.map(([first]) => first)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(response.usage).toEqual({ promptTokens: 6, completionTokens: 0, totalTokens: 6 });
    expect(bodies(transport).map(({ input }) => input)).toEqual([texts(8).slice(0, 3), texts(8).slice(3, 6), texts(8).slice(6)]);
  });

  it('splits by characters too, and sends a text that is too long by itself alone', async () => {
    const transport = new AnsweringTransport(numbered);
    const input = ['1', '22', '333333', '4', '55', '6'];
    await clientOf(transport, {}, undefined, { maxCharacters: 4 }).embed({ input });
    expect(bodies(transport).map((body) => body.input)).toEqual([['1', '22'], ['333333'], ['4', '55', '6']]);
  });

  it('estimates what was not counted, and says so', async () => {
    const transport = new AnsweringTransport((input) => {
      const whole = numbered(input);
      return input.includes('text 3') ? answer([vector(1, 1), vector(1, 1)]) : whole;
    });
    const { usage } = await clientOf(transport).embed({ input: texts(5) });
    expect(usage).toEqual({ promptTokens: 2 + 3, completionTokens: 0, totalTokens: 5, estimated: true });
  });

  it('has four requests under way at a time, no more', async () => {
    const transport = new AnsweringTransport(() => undefined);
    const controller = new AbortController();
    const failed = failureOf(clientOf(transport).embed({ input: texts(30) }, { signal: controller.signal }));
    await settle();
    expect(transport.requests).toHaveLength(4);
    controller.abort();
    await failed;
    await settle();
    expect(transport.requests).toHaveLength(4);
  });

  it("copies the caller's list at once", async () => {
    const input = texts(4);
    const transport = new AnsweringTransport(numbered);
    const embedded = clientOf(transport).embed({ input });
    input.length = 0;
    expect((await embedded).embeddings).toHaveLength(4);
  });
});

describe('embed of several parts of which one fails', () => {
  const refusing = (status: number) => (input: string[]) =>
    input.includes('text 4') ? { status, chunks: ['{"message":"no"}'] } : numbered(input);

  it('gives nothing, says which inputs, and keeps what the error is', async () => {
    const error = await failureOf(clientOf(new AnsweringTransport(refusing(400))).embed({ input: texts(8) }));
    expect(error).toMatchObject({
      code: 'INVALID_INPUT',
      name: 'InvalidInputError',
      status: 400,
      provider: 'delta',
      attempts: 1,
    });
    expect(error.message).toBe('[delta] inputs 3 to 5 of 8: the provider refused the request (HTTP 400): "no"');
    expect(error.stack).toContain('inputs 3 to 5 of 8');
  });

  it('says nothing of inputs where there is one request', async () => {
    const error = await failureOf(clientOf(new AnsweringTransport(refusing(400))).embed({ input: ['text 4'] }));
    expect(error.message).not.toContain('input');
  });

  it('names a single input as one', async () => {
    const transport = new AnsweringTransport((input) => (input.includes('text 6') ? { status: 500 } : numbered(input)));
    const error = await failureOf(clientOf(transport, { retry: { attempts: 1 } }).embed({ input: texts(7) }));
    expect(error.message).toContain('input 6 of 7: ');
  });

  it('ends those that are under way and starts no others', async () => {
    const transport = new AnsweringTransport((input) => (input.includes('text 0') ? { status: 400 } : undefined));
    await failureOf(clientOf(transport).embed({ input: texts(30) }));
    await settle();
    expect(transport.requests).toHaveLength(4);
  });

  it('tries that one again, and only that one', async () => {
    let failures = 1;
    const transport = new AnsweringTransport((input) =>
      input.includes('text 4') && failures-- > 0 ? { status: 503 } : numbered(input),
    );
    const { embeddings: read } = await clientOf(transport, { retry: { minDelayMs: 0 } }).embed({ input: texts(8) });
    expect(read).toHaveLength(8);
    expect(transport.requests).toHaveLength(4);
  });

  it('is the same for a part whose vectors are of no use', async () => {
    const transport = new AnsweringTransport((input) => (input.includes('text 4') ? answer([vector(1)]) : numbered(input)));
    const error = await failureOf(clientOf(transport).embed({ input: texts(8) }));
    expect(error.message).toBe('[delta] inputs 3 to 5 of 8: the answer is of no use: there are 1 vectors for 3 inputs');
  });

  it('refuses parts whose vectors have different lengths', async () => {
    const transport = new AnsweringTransport((input) =>
      input.includes('text 4') ? answer(input.map(() => vector(1, 2, 3))) : numbered(input),
    );
    const error = await failureOf(clientOf(transport).embed({ input: texts(8) }));
    expect(error).toMatchObject({ code: 'LLM_RESPONSE' });
    expect(error.message).toContain('the vector of input 3 has 3 numbers, that of input 0 2');
  });
});

describe('embed that ends early', () => {
  it('throws what the caller asked for and leaves no listener', async () => {
    const { signal, ...controller } = listening();
    const transport = new AnsweringTransport(() => undefined);
    const failed = failureOf(clientOf(transport).embed({ input: texts(8) }, { signal }));
    await settle();
    expect(transport.requests).toHaveLength(3);
    controller.abort();
    const error = await failed;
    expect(error).toMatchObject({ name: 'AbortError', code: 'CONTEXT_CANCELED', cause: 'enough' });
    expect(error.message).toBe('[delta] the call was canceled by the caller');
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('sends nothing where the signal is aborted already', async () => {
    const transport = new FakeTransport(answer([vector(1)]));
    const error = await failureOf(clientOf(transport).embed({ input: 'a' }, { signal: AbortSignal.abort('enough') }));
    expect(error).toMatchObject({ code: 'CONTEXT_CANCELED', cause: 'enough' });
    expect(transport.requests).toHaveLength(0);
  });

  it('leaves no listener after a success or a failure', async () => {
    for (const given of [numbered, () => ({ status: 400 })]) {
      const { signal } = new AbortController();
      await clientOf(new AnsweringTransport(given))
        .embed({ input: texts(8) }, { signal })
        .catch(() => {});
      expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    }
  });

  it('keeps one deadline for all parts together', async () => {
    const clock = new FakeClock();
    let held = (_chunk: string) => {};
    const transport = new AnsweringTransport((input) => {
      if (!input.includes('text 0')) return undefined;
      return { chunks: [new Promise<string>((resolve) => (held = resolve))] };
    });
    const client = clientOf(transport, { deadlineMs: 1000 }, clock);
    const failed = failureOf(client.embed({ input: texts(30) }));
    await clock.advance(600);
    held(JSON.stringify({ vectors: [vector(1), vector(1), vector(1)] }));
    await clock.advance(399);
    expect(transport.requests).toHaveLength(5);
    await clock.advance(1);
    expect(await failed).toMatchObject({ code: 'LLM_TIMEOUT', phase: 'deadline' });
    expect((await failed).message).toContain('within 1000 ms; raise deadlineMs');
    expect(clock.waiting).toBe(0);
  });
});

describe('embed of what is no request', () => {
  it.each([
    ['nothing', undefined, 'request: must be an object with "input"'],
    ['a text alone', 'Hi', 'request: must be an object with "input"'],
    ['no input', {}, 'input: must be a list of strings'],
    ['null', { input: null }, 'input: must be a list of strings'],
    ['an empty list', { input: [] }, 'input: must not be empty'],
    ['an empty text', { input: '' }, 'input: must be a string that is not empty'],
    ['a list with an empty text', { input: ['a', ''] }, 'input[1]: must be a string that is not empty'],
    ['a list with a number', { input: ['a', 'b', 3] }, 'input[2]: must be a string that is not empty'],
    ['a list with a hole', { input: ['a', ...new Array<string>(1)] }, 'input[1]: must be a string that is not empty'],
    ['tokens', { input: [[1, 2]] }, 'input[0]: must be a string that is not empty'],
    ['an empty model', { input: 'a', model: '' }, 'model: must be a string that is not empty'],
    ['no dimensions', { input: 'a', dimensions: 0 }, 'dimensions: must be a whole number of at least 1 (given: 0)'],
    ['half a dimension', { input: 'a', dimensions: 1.5 }, 'dimensions: must be a whole number of at least 1 (given: 1.5)'],
    ['another purpose', { input: 'a', inputType: 'query' }, 'inputType: must be one of search_document, search_query'],
    ['a misspelt member', { input: 'a', dimension: 3 }, 'dimension: is not known; did you mean "dimensions"?'],
    ['an unknown member', { input: 'a', extraBody: {} }, 'extraBody: is not known'],
  ])('refuses %s before sending', async (_what, request, words) => {
    const { error, sent } = await failing(request, answer([vector(1)]));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', provider: 'delta' });
    expect(error.message).toContain(words);
    expect(sent).toBe(0);
  });

  it('refuses dimensions where the API has one length only', async () => {
    const transport = new FakeTransport(answer([vector(1)]));
    const client = clientOf(transport, {}, undefined, { dimensions: false });
    const error = await failureOf(client.embed({ input: 'a', dimensions: 3 }));
    expect(error.message).toContain('dimensions: is not sent to this API');
    expect(transport.requests).toHaveLength(0);
  });

  it('refuses wrong options', async () => {
    expect((await failing({ input: 'a' }, [], { timeoutMs: 0 })).error).toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('sends nothing where the wire refuses the last part', async () => {
    const transport = new AnsweringTransport(numbered);
    const encode: EmbeddingsWire['encode'] = (call) => {
      if (call.input.includes('text 7')) throw new TypeError('never');
      return embeddings.encode(call);
    };
    await clientOf(transport, {}, undefined, { encode })
      .embed({ input: texts(8) })
      .catch(() => {});
    expect(transport.requests).toHaveLength(0);
  });

  it('says whose defect it is where the wire throws', async () => {
    for (const member of ['maxInputs', 'path', 'encode', 'decode'] as const) {
      const broken = () => {
        throw new TypeError('oh');
      };
      const transport = new FakeTransport(answer([vector(1)]));
      const error = await failureOf(clientOf(transport, {}, undefined, { [member]: broken }).embed({ input: 'a' }));
      expect(error).toMatchObject({ code: 'PLUGIN_LOAD' });
      expect(error.message).toContain(`embeddings.${member} of the plugin threw`);
    }
  });

  it.each([{}, { vectors: null }, { vectors: [null] }, 'none'])(
    'says whose defect it is where the wire gives %j',
    async (given) => {
      const wire = { decode: () => given as never };
      const asked = clientOf(new FakeTransport(answer([vector(1)])), {}, undefined, wire).embed({ input: 'a' });
      expect(await failureOf(asked)).toMatchObject({
        code: 'PLUGIN_LOAD',
        message: expect.stringContaining('no list of vectors'),
      });
    },
  );

  it('takes a wire that is an object of a class', async () => {
    class Vectors {
      get dimensions() {
        return true;
      }
      maxInputs = embeddings.maxInputs;
      path = embeddings.path;
      encode = embeddings.encode;
      decode = embeddings.decode;
    }
    const transport = new FakeTransport(answer([vector(1, 2)]));
    const client = deltaClient(transport, {}, { wire: { embeddings: new Vectors() } });
    expect((await client.embed({ input: 'a', dimensions: 2 })).embeddings).toEqual([[1, 2]]);
  });

  it('says nothing of what was to be embedded', async () => {
    const secret = 'the password of the vault is swordfish';
    const echo = { status: 400, chunks: [JSON.stringify({ message: `you said ${secret} with ${KEY}` })] };
    const { error } = await failing({ input: secret }, echo);
    expect(shownOf(error)).not.toContain('swordfish');
    expect(shownOf(error)).not.toContain(KEY);
  });
});

describe('embed of an answer that is none', () => {
  const floats = (...values: number[]) => {
    const bytes = Buffer.alloc(values.length * 4);
    for (const [at, value] of values.entries()) bytes.writeFloatLE(value, at * 4);
    return bytes.toString('base64');
  };

  it.each([
    ['no vectors', {}, 'the answer is no embeddings of this API'],
    ['another body', { choices: [] }, 'the answer is no embeddings of this API'],
    ['too few vectors', { vectors: [vector(1)] }, 'there are 1 vectors for 2 inputs'],
    ['too many vectors', { vectors: [vector(1), vector(1), vector(1)] }, 'there are 3 vectors for 2 inputs'],
    [
      'an index out of range',
      { vectors: [vector(1), { index: 2, values: [1] }] },
      'a vector has an index that is none of the 2 inputs',
    ],
    ['a negative index', { vectors: [vector(1), { index: -1, values: [1] }] }, 'a vector has an index that is none'],
    ['an index that is a text', { vectors: [vector(1), { index: '1', values: [1] }] }, 'a vector has an index that is none'],
    [
      'an index twice',
      {
        vectors: [
          { index: 1, values: [1] },
          { index: 1, values: [1] },
        ],
      },
      'input 1 has two vectors',
    ],
    ['null for a number', { vectors: [vector(1), { values: [null] }] }, 'the vector of input 1 holds what is no number'],
    ['text for a number', { vectors: [vector(1), { values: ['1'] }] }, 'the vector of input 1 holds what is no number'],
    ['NaN in base64', { vectors: [vector(1), { values: floats(Number.NaN) }] }, 'the vector of input 1 holds NaN'],
    ['Infinity in base64', { vectors: [vector(1), { values: floats(-Infinity) }] }, 'the vector of input 1 holds -Infinity'],
    ['half a number in base64', { vectors: [vector(1), { values: 'AAAAAAA=' }] }, 'the vector of input 1 is no base64'],
    ['what is no base64', { vectors: [vector(1), { values: 'A(AAAAAA' }] }, 'the vector of input 1 is no base64'],
    ['an empty vector', { vectors: [vector(1), vector()] }, 'input 1 has no vector'],
    ['an empty text', { vectors: [vector(1), { values: '' }] }, 'input 1 has no vector'],
    ['no vector', { vectors: [vector(1), {}] }, 'input 1 has no vector'],
    ['an object', { vectors: [vector(1), { values: { float: [1] } }] }, 'input 1 has no vector'],
    ['vectors of two lengths', { vectors: [vector(1), vector(1, 2)] }, 'the vector of input 1 has 2 numbers, that of input 0 1'],
  ])('refuses %s', async (_what, body, words) => {
    const { error, sent } = await failing({ input: ['a', 'b'] }, { chunks: [JSON.stringify(body)] });
    expect(error).toMatchObject({ code: 'LLM_RESPONSE', name: 'ResponseError', status: 200 });
    expect(error.message).toContain(words);
    expect(sent).toBe(1);
  });

  it.each([
    ['an empty body', ''],
    ['a cut body', '{"vectors":[{"values":[1'],
    ['a page', '<html>'],
  ])('refuses %s', async (_what, body) => {
    const { error } = await failing({ input: 'a' }, { chunks: [body] });
    expect(error).toMatchObject({ code: 'LLM_RESPONSE' });
  });

  it('says whose NaN it is where a server writes it into its JSON', async () => {
    for (const word of ['NaN', 'Infinity', '-Infinity']) {
      const { error } = await failing({ input: ['a', 'b'] }, { chunks: [`{"vectors":[{"values":[1]},{"values":[ ${word}]}]}`] });
      expect(error.message).toContain('the vector of input 1 holds what is no number');
    }
  });

  it('refuses vectors of another length than was asked for', async () => {
    const { error } = await failing({ input: 'a', dimensions: 3 }, answer([vector(1, 2)]));
    expect(error).toMatchObject({ code: 'LLM_RESPONSE' });
    expect(error.message).toContain('the vector of input 0 has 2 numbers, 3 were asked for');
  });

  it('reads a failure that is told inside a 200', async () => {
    const body = JSON.stringify([{ type: 'error', message: 'too much', status: 429 }]);
    const transport = new FakeTransport({ chunks: [body] });
    const error = await failureOf(clientOf(transport, { retry: { attempts: 1 } }).embed({ input: 'a' }));
    expect(error).toMatchObject({ code: 'LLM_RATE_LIMIT' });
  });
});

describe('embed of much', () => {
  it('takes little more than it takes to parse the answer', async () => {
    const values = Array.from({ length: 1536 }, (_, at) => Math.sin(at));
    const body = `{"vectors":[${new Array(1024).fill(JSON.stringify({ values })).join(',')}]}`;
    const parsing = await busyMs(() => JSON.parse(body));
    const client = clientOf(new FakeTransport({ chunks: [body] }), {}, undefined, { maxInputs: () => 2048 });
    const input = texts(1024);
    const embedding = await busyMs(async () => {
      const { embeddings: read } = await client.embed({ input });
      expect(read[1023]).toEqual(values);
    });
    expect(embedding).toBeLessThan(5 * parsing + 500);
  });
});

/** The time that this process works, however much else the machine does. */
async function busyMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function listening() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort('enough') };
}
