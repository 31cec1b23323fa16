import { beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import type { Call, CompletionRequest, Delta, Message } from '../../src/plugin.ts';
import { good, made, type Planted, streamed, testsOf, wired } from './planted.ts';

type Change<T> = (value: T) => T;

/** Changes the messages before they are encoded. */
const sending = (change: Change<Message>) =>
  wired({ encode: (call) => good.encode({ ...call, messages: call.messages.map(change) }) });

/** Changes what is asked beside the messages. */
const asking = (change: (call: Call) => Partial<Call>) => wired({ encode: (call) => good.encode({ ...call, ...change(call) }) });

/** Changes what is read, whole and from a stream. */
const reading = (change: (delta: Delta) => Delta[]) =>
  wired({
    decode: (body) => good.decode(body).flatMap(change),
    decodeEvent: (data) => good.decodeEvent(data).flatMap(change),
  });

const isCall = (delta: Delta) => delta.type === 'tool-call';

const PLANTED: Planted[] = [
  {
    fault: 'drops the tools',
    plant: asking(() => ({ tools: undefined, toolChoice: undefined })),
    rule: 'calls the tool that is asked for, with its arguments parsed',
  },
  {
    fault: 'drops the parameters of the tools',
    plant: asking(({ tools }) => ({ tools: tools?.map((tool) => ({ ...tool, parameters: { type: 'object' } })) })),
    rule: 'calls the tool that is asked for, with its arguments parsed',
  },
  {
    fault: 'drops the descriptions of the tools',
    plant: asking(({ tools }) => ({ tools: tools?.map(({ description: _lost, ...tool }) => tool) })),
    rule: 'shows tools in encode() as they are sent, and carries them in a client of with()',
  },
  {
    fault: 'ignores toolChoice',
    plant: asking(() => ({ toolChoice: undefined })),
    rule: 'does as toolChoice says, or refuses it before anything is sent',
  },
  {
    fault: 'loses the second call',
    plant: reading((delta) => (isCall(delta) && delta.key !== 0 ? [] : [delta])),
    rule: 'calls several tools in one answer, in their order, each with an id of its own',
  },
  {
    fault: 'mixes the arguments of two calls up',
    plant: streamed((delta) => [isCall(delta) ? { ...delta, key: 0, id: undefined, name: delta.name && 'get_weather' } : delta]),
    rule: 'gives the same calls whole and as a stream',
  },
  {
    fault: 'gives all calls one id',
    plant: reading((delta) => [isCall(delta) && delta.id ? { ...delta, id: 'toolu_same' } : delta]),
    rule: 'calls several tools in one answer, in their order, each with an id of its own',
  },
  {
    fault: 'loses the pieces of the arguments in a stream',
    plant: streamed((delta) => (isCall(delta) && !delta.id ? [] : [delta])),
    rule: 'gives the same calls whole and as a stream',
  },
  {
    fault: 'tells a call in a stream before its arguments',
    plant: made((client) => ({
      stream(input, options) {
        const stream = client.stream(input, options);
        const events = async function* () {
          for await (const event of stream) if (event.type !== 'tool-call-delta') yield event;
        };
        return new Proxy(stream, {
          get: (_target, name) => {
            if (name === Symbol.asyncIterator) return events;
            const value = stream[name as keyof typeof stream];
            return typeof value === 'function' ? (value as () => unknown).bind(stream) : value;
          },
        });
      },
    })),
    rule: 'streams each call: its start, its arguments in pieces, all of it, and at last the finish',
  },
  {
    fault: 'makes something of arguments that were cut off',
    plant: reading((delta) => [isCall(delta) && delta.id ? { ...delta, argumentsText: '{"made":"up"}', mode: 'whole' } : delta]),
    rule: 'keeps what there is of a call that maxTokens cuts off, and parses nothing of it',
  },
  {
    fault: 'swallows the results',
    plant: sending((message) => (message.role === 'tool' ? { ...message, content: 'ok' } : message)),
    rule: 'takes response.message and the results of its calls back, and the answer quotes them',
  },
  {
    fault: 'sends only the last result',
    plant: asking(({ messages }) => ({
      messages: messages.filter(({ role }, at) => role !== 'tool' || messages[at + 1]?.role !== 'tool'),
    })),
    rule: 'takes response.message and the results of its calls back, and the answer quotes them',
  },
  {
    fault: 'does not say that a tool failed',
    plant: sending((message) => ({ ...message, isError: undefined })),
    rule: 'tells the model that a tool failed',
  },
  {
    fault: 'changes the ids of the results',
    plant: sending((message) => (message.role === 'tool' ? { ...message, toolCallId: 'toolu_other' } : message)),
    rule: 'takes response.message and the results of its calls back, and the answer quotes them',
  },
  {
    fault: 'sends the ids of other providers as they are',
    plant: wired({ toolCallIds: undefined }),
    rule: 'goes on with a conversation in which another provider made calls',
  },
  {
    fault: 'forgets what must go back with the reasoning before a call',
    plant: reading((delta) => [delta.type === 'part' ? { ...delta, data: { signature: 'forged' } } : delta]),
    rule: 'gives reasoning and calls together, and takes both back',
  },
  {
    fault: 'sends tools that make no sense',
    plant: made((client) => ({
      encode: (request) => client.encode({ ...(request as CompletionRequest), tools: undefined, toolChoice: undefined }),
    })),
    rule: 'refuses tools and choices that make no sense',
  },
];

beforeAll(() => nock.restore());

describe('describeProvider', () => {
  it.each(PLANTED)('catches a plugin with tools that $fault', async ({ plant, rule }) => {
    const test = testsOf(plant).get(rule);
    expect(test).toBeDefined();
    await expect(test?.()).rejects.toThrow(`planted breaks the rule "${rule}": `);
  });
});
