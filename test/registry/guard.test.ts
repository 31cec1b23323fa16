import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '../../src/errors.ts';
import type { Wire } from '../../src/provider.ts';
import { provider } from '../../src/registry/define.ts';
import type { Client } from '../../src/types.ts';
import { create, options, plugin, registryOf } from '../support/acme-plugin.ts';
import { deltaClient } from '../support/delta-client.ts';
import { deltaWire } from '../support/delta-wire.ts';
import { failureOf, thrownBy } from '../support/failure.ts';
import { FakeTransport } from '../support/fake-transport.ts';

const late = async (): Promise<never> => {
  throw new Error('nobody waits for this');
};

const thrown = (): never => {
  throw new TypeError('ouch');
};

const complete = (client: Client) => client.complete('Hi');
const stream = (client: Client) => client.stream('Hi').response;
const models = (client: Client) => client.listModels();

/** What each member gives, and what is said of it. A rejection that nobody waits for would end the process that runs the tests. */
const CASES: [member: string, given: unknown, call: (client: Client) => Promise<unknown>, says: string][] = [
  ['path', undefined, complete, 'path of the plugin gives no string'],
  ['headers', 5, complete, 'headers of the plugin gives no object'],
  ['encode', undefined, complete, 'encode of the plugin gives no object'],
  ['encode', null, stream, 'encode of the plugin gives no object'],
  ['sign', 'a signature', complete, 'sign of the plugin gives no object'],
  ['decode', [null], complete, 'no list of deltas'],
  ['decodeEvent', [null], stream, 'no list of deltas'],
  ['models.path', 5, models, 'models.path of the plugin gives no string'],
  ['models.decode', [null], models, 'no list of models'],
];

const ASYNC: [member: string, call: (client: Client) => Promise<unknown>][] = [
  ['path', complete],
  ['headers', complete],
  ['encode', stream],
  ['decode', complete],
  ['decodeEvent', stream],
  ['usage', complete],
  ['framing.open', stream],
  ['models.path', models],
  ['models.decode', models],
];

const ANSWER = [
  { type: 'text', text: 'Hello' },
  { type: 'usage', counters: {} },
  { type: 'finish', reason: 'stop' },
];

/** A client whose wire has one other member. */
function clientWith(path: string, member: unknown, call: unknown): Client {
  const [name = '', inner] = path.split('.');
  const known = deltaWire[name as keyof Wire] as object | undefined;
  const wire = { [name]: inner ? { ...known, [inner]: member } : member } as Partial<Wire>;
  const answer = JSON.stringify(ANSWER);
  const chunks = call === stream ? [`data: ${answer}\n\n`] : [answer];
  return deltaClient(new FakeTransport({ chunks }), {}, { wire });
}

describe('a wire', () => {
  it('refuses a request in its own words, under the name of its provider', async () => {
    const refuse = () => {
      throw new InvalidInputError('Acme takes no poems');
    };
    const error = await failureOf(complete(clientWith('encode', refuse, complete)));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', provider: 'delta', message: '[delta] Acme takes no poems' });
  });

  it.each(CASES)('whose %s gives %j is a defect of the plugin', async (member, given, call, says) => {
    const error = await failureOf(call(clientWith(member, () => given, call)));
    expect(error).toMatchObject({ code: 'PLUGIN_LOAD', provider: 'delta', message: expect.stringContaining(says) });
    expect(error.message).toMatch(/\(from .+\)$/);
  });

  it.each(ASYNC)('whose %s is async is refused', async (member, call) => {
    const error = await failureOf(call(clientWith(member, late, call)));
    expect(error).toMatchObject({
      code: 'PLUGIN_LOAD',
      message: expect.stringContaining(`${member} of the plugin gives a promise`),
    });
  });

  it.each([
    ['decode', complete],
    ['decodeEvent', stream],
    ['usage', complete],
    ['sign', complete],
    ['framing.open', stream],
  ])('whose %s throws is a defect of the plugin, with its cause', async (member, call) => {
    const error = await failureOf(call(clientWith(member, thrown, call)));
    expect(error).toMatchObject({ code: 'PLUGIN_LOAD', provider: 'delta' });
    expect(error.message).toContain(`${member} of the plugin threw`);
    expect(String(error.cause)).toContain('TypeError');
  });

  it('whose decodeEvent gives no list is a defect of the plugin', async () => {
    const error = await failureOf(stream(clientWith('decodeEvent', () => 'text', stream)));
    expect(error).toMatchObject({ code: 'PLUGIN_LOAD', message: expect.stringContaining('no list of deltas') });
  });
});

describe('a plugin', () => {
  it.each(['wire', 'create', 'configure', 'address'])('whose %s is async is refused', (member) => {
    const registry = registryOf([plugin({ [member]: late })]);
    const error = thrownBy(() => create(registry, 'acme'));
    expect(error).toMatchObject({ code: 'PLUGIN_LOAD', message: expect.stringContaining(member) });
  });

  it.each([
    ['configure', 5],
    ['address', 5],
    ['create', 5],
    ['create', () => 'client'],
    ['wire', Object.defineProperty({}, 'path', { get: () => thrown() })],
  ])('whose %s is %p is told as broken', (member, given) => {
    class Broken {
      constructor() {
        Object.assign(this, { wire: deltaWire, [member]: given });
      }
    }
    provider(options)(Broken);
    const error = thrownBy(() => create(registryOf([Broken]), 'acme'));
    expect(error).toMatchObject({ code: 'PLUGIN_LOAD', provider: 'acme', message: expect.stringContaining(member) });
  });
});
