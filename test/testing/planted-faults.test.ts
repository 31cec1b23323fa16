import { beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { type Client, InvalidInputError } from '../../src/plugin.ts';
import { good, made, type Planted, streamed, testsOf, wired } from './planted.ts';

let lastKey = '';

const PLANTED: Planted[] = [
  {
    fault: 'loses the last token of a stream',
    plant: streamed((delta) => (delta.type === 'text' && delta.text === '.' ? [] : [delta])),
    rule: 'gives the same answer whole and as a stream',
  },
  {
    fault: 'loses the last token, whole and streamed',
    plant: wired({
      decode: (body) =>
        good.decode(body).map((delta) => (delta.type === 'text' ? { ...delta, text: delta.text.slice(0, -1) } : delta)),
      decodeEvent: (data) => good.decodeEvent(data).filter((delta) => delta.type !== 'text' || delta.text !== '.'),
    }),
    rule: 'gives the text, the finish reason and the token counts of the provider',
  },
  {
    fault: 'counts usage twice',
    plant: wired({ usage: (counters) => good.usage({ ...counters, output_tokens: 2 * Number(counters.output_tokens) }) }),
    rule: 'gives the text, the finish reason and the token counts of the provider',
  },
  {
    fault: 'forgets the token counts',
    plant: wired({ usage: () => ({}) }),
    rule: 'gives the text, the finish reason and the token counts of the provider',
  },
  {
    fault: 'sends only the last system message',
    plant: wired({
      encode: (call) =>
        good.encode({
          ...call,
          messages: call.messages.filter(({ role }, at) => role !== 'system' || call.messages[at + 1]?.role !== role),
        }),
    }),
    rule: 'sends all system messages, in their order',
  },
  {
    fault: 'forgets what must go back with the reasoning',
    plant: wired({
      decode: (body) =>
        good.decode(body).map((delta) => (delta.type === 'part' ? { ...delta, data: { signature: 'forged' } } : delta)),
    }),
    rule: 'gives reasoning apart from the text, and takes it back',
  },
  {
    fault: 'ignores temperature 0',
    plant: wired({ encode: (call) => good.encode({ ...call, temperature: call.temperature || undefined }) }),
    rule: 'lets a temperature of 0 have its effect, from the request and from the config',
  },
  {
    fault: 'ignores stop',
    plant: wired({ encode: (call) => good.encode({ ...call, stop: undefined }) }),
    rule: 'ends the answer at a stop sequence, with finish reason stop',
  },
  {
    fault: 'ignores the model of the request',
    plant: wired({ encode: (call) => good.encode({ ...call, model: call.config.model }) }),
    rule: 'asks the model of the request instead of its own',
  },
  {
    fault: 'calls every end a stop',
    plant: wired({ decode: (body) => [...good.decode(body), { type: 'finish', reason: 'stop', raw: 'end_turn' }] }),
    rule: 'ends the answer at maxTokens, with finish reason length',
  },
  {
    fault: 'swallows the error event',
    plant: streamed((delta) => (delta.type === 'error' ? [] : [delta])),
    rule: 'tells what an error event says',
  },
  {
    fault: 'takes the error event for an end',
    plant: streamed((delta) =>
      delta.type === 'error' ? [{ type: 'finish', reason: 'error', raw: 'error' }, { type: 'end' }] : [delta],
    ),
    rule: 'throws, with the answer so far, when an event tells of an error',
  },
  {
    fault: 'calls a cut stream a success',
    plant: streamed((delta) => (delta.type === 'text' ? [delta, { type: 'finish', reason: 'stop', raw: 'end_turn' }] : [delta])),
    rule: 'throws, with the answer so far, when the body ends without a terminal event',
  },
  {
    fault: 'takes keep-alives for content',
    plant: wired({
      decodeEvent: (data) => {
        const isPing = (data as { type?: string }).type === 'ping';
        return isPing ? [{ type: 'part', key: 0, kind: 'text', data: { beat: true } }] : good.decodeEvent(data);
      },
    }),
    rule: 'throws, with the answer so far, when nothing but keep-alives comes',
  },
  {
    fault: 'tries again what was refused',
    plant: wired({ classify: () => ({ retryable: true }) }),
    rule: 'makes INVALID_INPUT of status 400 and does not try again',
  },
  {
    fault: 'takes any JSON for an answer',
    plant: wired({ decode: () => [{ type: 'text', text: '' }] }),
    rule: 'fails when the body of a success is JSON of another API',
  },
  {
    fault: 'throws what is no typed error',
    plant: made((client) => ({
      complete: (request, options) =>
        client.complete(request, options).catch(({ message }) => Promise.reject(new Error(message))),
    })),
    rule: 'makes LLM_RATE_LIMIT of status 429 and tries again',
  },
  {
    fault: 'ignores the signal',
    plant: made((client) => ({ complete: (request, options) => client.complete(request, { ...options, signal: undefined }) })),
    rule: 'sends nothing when the signal is aborted already',
  },
  {
    fault: 'leaves a listener on the signal',
    plant: made((client) => ({
      complete(request, options) {
        options?.signal?.addEventListener('abort', () => {});
        return client.complete(request, options);
      },
    })),
    rule: 'leaves no listener on the signal after a success or a failure',
  },
  {
    fault: 'takes a setting that it can not carry',
    plant: wired({ capabilities: good.capabilities.filter((name) => name !== 'tools') }),
    rule: 'refuses tools where the API carries none',
  },
  {
    fault: 'claims what it lacks',
    plant: wired({ capabilities: [...good.capabilities, 'embed'] }),
    rule: 'gives embed() or refuses it, as its capabilities say',
  },
  {
    fault: 'leaks the key in an error',
    plant: wired({
      headers(config, apiKey = '') {
        lastKey = apiKey;
        return good.headers(config, apiKey);
      },
      errorMessage: () => {
        throw new InvalidInputError(`refused ${lastKey}`);
      },
    }),
    rule: 'shows neither key nor prompt after status 400',
  },
  {
    fault: 'keeps the key where an inspection shows it',
    plant: made(() => ({ toJSON: () => ({ key: 'secretkey-4f9d1c7be2a85036' }) }) as Partial<Client>),
    rule: 'shows no key in the client, its streams and encode()',
  },
  {
    fault: 'asks for a completion to see whether it is available',
    plant: made((client) => ({
      checkAvailability: async () => {
        await client.complete('ping');
        return { available: true, keyChecked: true, latencyMs: 1 };
      },
    })),
    rule: 'is available with the right key, and says whether the key was looked at',
  },
  {
    fault: 'throws when it is not available',
    plant: made((client) => ({
      checkAvailability: () => client.listModels().then(() => ({ available: true, keyChecked: true, latencyMs: 1 })),
    })),
    rule: 'is not available where no server runs, and says why',
  },
  {
    fault: 'opens a connection for each call',
    plant: wired({ headers: (config, apiKey) => ({ ...good.headers(config, apiKey), connection: 'close' }) }),
    rule: 'uses one connection for calls one after the other',
  },
];

beforeAll(() => nock.restore());

describe('describeProvider', () => {
  it.each(PLANTED)('catches a plugin that $fault', async ({ plant, rule }) => {
    const test = testsOf(plant).get(rule);
    expect(test).toBeDefined();
    await expect(test?.()).rejects.toThrow(`planted breaks the rule "${rule}": `);
  });

  it('tells the rule where a plugin hangs', async () => {
    const hanging = made(() => ({ complete: () => new Promise(() => {}) }));
    const test = testsOf(hanging).get('makes INVALID_INPUT of status 400 and does not try again');
    await expect(test?.()).rejects.toThrow(/^planted breaks the rule "makes .*": it is not done within 4000 ms/);
  }, 15_000);

  it('finds in a good wire none of the faults that it catches', async () => {
    const tests = testsOf(wired({}));
    for (const rule of new Set(PLANTED.map((planted) => planted.rule))) await tests.get(rule)?.();
  }, 30_000);

  it('lets a good plugin pass that works by a client of its own', async () => {
    const failed: string[] = [];
    for (const test of testsOf(made(() => ({}))).values()) await test().catch(({ message }) => failed.push(message));
    expect(failed).toEqual([]);
  }, 30_000);
});
