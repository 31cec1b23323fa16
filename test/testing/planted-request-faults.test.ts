import { beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import type { Call, JsonObject, Message, ProviderPlugin } from '../../src/plugin.ts';
import { errors, fixtures, pluginOf, wire, wired } from './acme.ts';
import { declaredFor } from './declared.ts';
import type { Planted } from './planted.ts';

/** Changes what is sent. */
const sending = (change: (body: JsonObject, call: Call) => JsonObject): ProviderPlugin =>
  wired({ encode: (call) => change(wire.encode(call), call) });

/** Changes each turn that is sent. */
const turning = (change: (turn: JsonObject) => JsonObject): ProviderPlugin =>
  sending((body) => ({ ...body, ask: (body.ask as JsonObject[]).map(change) }));

const callsIn = ({ calls }: JsonObject): JsonObject[] => (calls as JsonObject[] | undefined) ?? [];

const CONVERSATION = 'goes on with a conversation into which response.message was put back';
const SETTINGS = 'lets every setting that it takes have its effect, 0 included';

const PLANTED: Planted[] = [
  { fault: 'forgets the calls', plant: turning(({ calls: _lost, ...turn }) => turn), rule: CONVERSATION },
  {
    fault: 'forgets the arguments',
    plant: turning((turn) => ({ ...turn, calls: callsIn(turn).map(({ id = '', name = '' }) => ({ id, name })) })),
    rule: CONVERSATION,
  },
  {
    fault: 'makes JSON of arguments that are JSON',
    plant: turning((turn) => ({ ...turn, calls: callsIn(turn).map((call) => ({ ...call, with: JSON.stringify(call.with) })) })),
    rule: CONVERSATION,
  },
  { fault: 'does not say which call a result is of', plant: turning(({ of: _lost, ...turn }) => turn), rule: CONVERSATION },
  { fault: 'does not say that a tool failed', plant: turning(({ failed: _lost, ...turn }) => turn), rule: CONVERSATION },
  {
    fault: 'takes the model for a user',
    plant: turning((turn) => ({ ...turn, who: turn.who === 'assistant' ? 'user' : (turn.who ?? '') })),
    rule: 'tells apart what the user and what the model said',
  },
  { fault: 'sends no tools', plant: sending(({ tools: _lost, ...body }) => body), rule: SETTINGS },
  {
    fault: 'does not say what a tool does',
    plant: sending((body, { tools }) => ({ ...body, tools: tools?.map(({ name, parameters }) => ({ name, parameters })) ?? [] })),
    rule: SETTINGS,
  },
  {
    fault: 'sends the first text of stop',
    plant: wired({ encode: (call) => wire.encode({ ...call, stop: call.stop?.slice(0, 1) }) }),
    rule: SETTINGS,
  },
  {
    fault: 'sends no format, which it says it takes',
    plant: wired({ capabilities: [...wire.capabilities, 'json'], settings: [...wire.settings, 'responseFormat'] }),
    rule: SETTINGS,
  },
  {
    fault: 'sends null for what is not asked',
    plant: sending((body, { topP = null }) => ({ ...body, top: topP })),
    rule: 'sends nothing for what is not asked',
  },
  {
    fault: 'sends no image, which it says it takes',
    plant: wired({ capabilities: [...wire.capabilities, 'vision'], media: { image: { sources: ['url', 'data'] } } }),
    rule: 'loses nothing that it takes of what is shown to it',
  },
  {
    fault: 'changes the messages of the caller',
    plant: sending((body, { messages }) => {
      for (const message of messages as Message[]) message.content = 'x';
      return body;
    }),
    rule: 'leaves the request as it was',
  },
];

beforeAll(() => nock.restore());

describe('describeProvider with fixtures', () => {
  it.each(PLANTED)('catches a plugin whose requests are wrong: it $fault', async ({ plant, rule }) => {
    const test = declaredFor({ plugin: pluginOf(plant), fixtures, errors }).get(rule);
    expect(test).toBeDefined();
    await expect(test?.()).rejects.toThrow(`acme breaks the rule "${rule}": `);
  });
});
