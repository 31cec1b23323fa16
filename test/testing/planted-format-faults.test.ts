import { beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import type { Call, CompletionInput, CompletionRequest, CompletionResponse, LLMError } from '../../src/plugin.ts';
import { good, made, type Planted, testsOf, wired } from './planted.ts';

/** Changes what is asked beside the messages. */
const asking = (change: (call: Call) => Partial<Call>) => wired({ encode: (call) => good.encode({ ...call, ...change(call) }) });

/** Changes what is given, whole and at the end of a stream. */
const giving = (change: (response: CompletionResponse) => CompletionResponse) =>
  made((client) => ({
    complete: async (request, options) => change(await client.complete(request as CompletionInput, options)) as never,
    stream: (request, options) => {
      const stream = client.stream(request as CompletionInput, options);
      return { ...stream, response: stream.response.then(change) } as never;
    },
  }));

/** What the two have that ask for a format: the format itself, or the tool in its place. */
const unasked = ({ responseFormat: _format, ...request }: CompletionRequest): CompletionRequest => request as CompletionRequest;

const PLANTED: Planted[] = [
  {
    fault: 'says that it takes no format',
    plant: wired({ capabilities: good.capabilities.filter((capability) => capability !== 'json') }),
    rule: 'tells by the capability json whether it takes a format of the answer',
  },
  {
    fault: 'drops the format',
    plant: asking(() => ({ responseFormat: undefined, tools: undefined, toolChoice: undefined })),
    rule: 'gives JSON that fits a schema, parsed',
  },
  {
    fault: 'parses nothing',
    plant: giving((response) => ({ ...response, parsed: undefined })),
    rule: 'gives JSON that fits a schema, parsed',
  },
  {
    fault: 'parses without the schema of a library',
    plant: giving((response) => ({ ...response, parsed: response.content && JSON.parse(response.content) })),
    rule: "gives what a library's schema makes of the answer",
  },
  {
    fault: 'shows a request without the format',
    plant: made((client) => ({ encode: (request) => client.encode(unasked(request as CompletionRequest)) })),
    rule: 'shows the schema in a dry run',
  },
  {
    fault: 'takes what does not fit',
    plant: made((client) => ({
      complete: async (request, options) => {
        try {
          return await client.complete(request, options);
        } catch (error) {
          const { partial } = error as LLMError;
          if (partial) return partial as never;
          throw error;
        }
      },
    })),
    rule: 'fails with what does not fit where an answer does not fit the schema',
  },
  {
    fault: 'asks again for what does not fit',
    plant: made((client) => ({
      complete: async (request, options) => {
        await client.complete(request, options).catch(() => undefined);
        return client.complete(request, options);
      },
    })),
    rule: 'fails with what does not fit where an answer does not fit the schema',
  },
  {
    fault: 'sends what it can not check',
    plant: made((client) => ({
      complete: (request, options) => client.complete(unasked(request as CompletionRequest), options) as never,
    })),
    rule: 'refuses a schema that answers can not be checked by, before anything is sent',
  },
  {
    fault: 'drops the tools beside the format',
    plant: made((client) => ({
      complete: (request, options) => client.complete({ ...(request as CompletionRequest), tools: undefined }, options) as never,
    })),
    rule: 'gives an answer in a format once the tools beside it are called',
  },
];

beforeAll(() => nock.restore());

describe('describeProvider', () => {
  it.each(PLANTED)('catches a plugin that $fault', async ({ plant, rule }) => {
    const test = testsOf(plant).get(rule);
    expect(test).toBeDefined();
    await expect(test?.()).rejects.toThrow(`planted breaks the rule "${rule}": `);
  });
});
