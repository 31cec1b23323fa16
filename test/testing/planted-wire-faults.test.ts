import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import nock from 'nock';
import { InvalidInputError } from '../../src/plugin.ts';
import { errors, fixtures, made, pluginOf, wire, wired } from './acme.ts';
import { declaredFor } from './declared.ts';
import type { Planted } from './planted.ts';

let lastKey = '';
let firstKey = '';

const PLANTED: Planted[] = [
  {
    fault: 'loses the last word of a whole answer',
    plant: wired({ decode: (body) => wire.decode(body).filter((delta) => delta.type !== 'text' || delta.text !== '!') }),
    rule: 'gives what the fixtures expect of a whole answer',
  },
  {
    fault: 'counts usage twice',
    plant: wired({ usage: (counters) => wire.usage({ ...counters, out: 2 * Number(counters.out) }) }),
    rule: 'tells the usage that the provider counts, once, and marks what is estimated',
  },
  {
    fault: 'forgets the usage',
    plant: wired({ usage: () => ({}) }),
    rule: 'tells the usage that the provider counts, once, and marks what is estimated',
  },
  {
    fault: 'forgets what the model said',
    plant: wired({
      encode: (call) => wire.encode({ ...call, messages: call.messages.filter(({ role }) => role !== 'assistant') }),
    }),
    rule: 'goes on with a conversation into which response.message was put back',
  },
  {
    fault: 'sends only the last message',
    plant: wired({ encode: (call) => wire.encode({ ...call, messages: call.messages.slice(-1) }) }),
    rule: 'sends all system messages, in their order',
  },
  {
    fault: 'sends its key in another way',
    plant: wired({ headers: (_config, apiKey) => ({ authorization: `Bearer ${apiKey}` }) }),
    rule: 'sends what the fixtures say',
  },
  {
    fault: 'sends its settings by other names',
    plant: wired({ encode: ({ temperature, ...call }) => ({ ...wire.encode(call), warmth: temperature ?? null }) }),
    rule: 'sends what the fixtures say',
  },
  {
    fault: 'drops temperature 0',
    plant: wired({ encode: (call) => wire.encode({ ...call, temperature: call.temperature || undefined }) }),
    rule: 'lets a temperature of 0 have its effect, from the request and from the config',
  },
  {
    fault: 'ignores stop, which it says it takes',
    plant: wired({ encode: (call) => wire.encode({ ...call, stop: undefined }) }),
    rule: 'lets every setting that it takes have its effect, 0 included',
  },
  {
    fault: 'ignores the model of the request',
    plant: wired({ encode: (call) => wire.encode({ ...call, model: call.config.model }) }),
    rule: 'names the model of the request instead of its own',
  },
  {
    fault: 'shows the key in encode()',
    plant: made((client) => ({
      encode: (request) => ({ ...client.encode(request), key: 'secretkey-4f9d1c7be2a85036' }),
    })),
    rule: 'sends what encode() shows, and shows no key',
  },
  {
    fault: "does not quote the provider's words",
    plant: wired({ errorMessage: () => undefined }),
    rule: 'makes of the error bodies what "errors" expects',
  },
  {
    fault: 'gives up at once',
    plant: wired({ classify: () => ({ retryable: false }) }),
    rule: 'succeeds after a failure, and tells how many attempts it took',
  },
  {
    fault: 'tries again what was refused',
    plant: wired({ classify: () => ({ retryable: true }) }),
    rule: 'makes INVALID_INPUT of status 400 and does not try again',
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
    fault: 'takes any JSON for an answer',
    plant: wired({ decode: (body) => [...wire.decode(body), { type: 'text', text: '' }] }),
    rule: 'fails when the body of a success is JSON of another API',
  },
  {
    fault: 'leaks the key in an error',
    plant: wired({
      headers(config, apiKey = '') {
        lastKey = apiKey;
        return wire.headers(config, apiKey);
      },
      errorMessage: () => {
        throw new InvalidInputError(`refused ${lastKey}`);
      },
    }),
    rule: 'shows neither key nor prompt after status 400',
  },
  {
    fault: 'ignores the signal',
    plant: made((client) => ({ complete: (request, options) => client.complete(request, { ...options, signal: undefined }) })),
    rule: 'sends nothing when the signal is aborted already',
  },
  {
    fault: 'sends a setting that it does not know',
    plant: made((client) => ({
      complete: (input, options) => client.complete({ ...(input as object), temprature: undefined } as never, options),
    })),
    rule: 'refuses a misspelt parameter, naming the nearest',
  },
  {
    fault: 'opens a connection for each call',
    plant: wired({ headers: (config, apiKey) => ({ ...wire.headers(config, apiKey), connection: 'close' }) }),
    rule: 'uses one connection for calls one after the other',
  },
  {
    fault: 'crashes on an error body that is null',
    plant: wired({ errorMessage: (body) => (body as { problem?: string }).problem }),
    rule: 'makes the same of a status, whatever its body is',
  },
  {
    fault: 'crashes on an error body without its own members',
    plant: wired({ classify: ({ body }) => ({ reason: (body as { kind: { reason: 'quota' } }).kind.reason }) }),
    rule: 'makes the same of a status, whatever its body is',
  },
  {
    fault: 'takes an error for an empty answer',
    plant: wired({ decode: (body) => [...wire.decode(body), { type: 'finish', reason: 'stop', raw: '' }] }),
    rule: 'fails when the body of a success is one of "errors"',
  },
  {
    fault: 'counts 0 where nothing was counted',
    plant: wired({ usage: ({ in: asked = 0, out = 0 }) => ({ promptTokens: Number(asked), completionTokens: Number(out) }) }),
    rule: 'tells the usage that the provider counts, once, and marks what is estimated',
  },
  {
    fault: 'crashes on a finish reason that it does not know',
    plant: wired({
      decode: (body) => {
        if (JSON.stringify(body).includes('zz')) throw new Error('what is that?');
        return wire.decode(body);
      },
    }),
    rule: 'tells a finish reason that it does not know as "other"',
  },
  {
    fault: 'keeps the key in its body',
    plant: wired({
      headers(config, apiKey = '') {
        lastKey = apiKey;
        return wire.headers(config, apiKey);
      },
      encode: (call) => ({ ...wire.encode(call), key: lastKey }),
    }),
    rule: 'sends what encode() shows, and shows no key',
  },
  {
    fault: 'reads its key once',
    plant: wired({
      headers(config, apiKey = '') {
        firstKey ||= apiKey;
        return wire.headers(config, firstKey);
      },
    }),
    rule: 'reads the key anew for each request',
  },
  {
    fault: 'writes the key to the console',
    plant: wired({
      headers(config, apiKey) {
        console.info('asking with', { apiKey });
        return wire.headers(config, apiKey);
      },
    }),
    rule: 'writes neither key nor prompt to the console',
  },
  {
    fault: 'leaves a rejection that nobody handles',
    plant: wired({
      sign: async (request) => {
        // What Node does with one; the runner of these tests would fail them for a real one.
        process.emit('unhandledRejection', new Error('left alone'), Promise.resolve());
        return request;
      },
    }),
    rule: 'gives what the fixtures expect of a whole answer',
  },
];

beforeAll(() => {
  nock.restore();
  // What a wire writes while its rules are declared is not for who runs these tests.
  jest.spyOn(console, 'info').mockImplementation(() => {});
});

describe('describeProvider with fixtures', () => {
  it.each(PLANTED)('catches a plugin that $fault', async ({ plant, rule }) => {
    const test = declaredFor({ plugin: pluginOf(plant), fixtures, errors }).get(rule);
    expect(test).toBeDefined();
    await expect(test?.()).rejects.toThrow(`acme breaks the rule "${rule}": `);
  });
});
