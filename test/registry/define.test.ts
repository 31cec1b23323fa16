import { describe, expect, it } from '@jest/globals';
import type { Dependencies, ProviderClass, ProviderPlugin } from '../../src/provider.ts';
import { CLIENTS, CLOCK, definePlugin, inject, optionsOf, provider, RANDOM, TRANSPORT } from '../../src/registry/define.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { deltaWire } from '../support/delta-wire.ts';
import { FakeTransport } from '../support/fake-transport.ts';

const schema = { properties: { baseURL: { default: 'https://acme.test' }, model: { default: 'acme-1' } } };
const options = { name: 'acme', schema, apiVersion: 1 as const };

const create = (Plugin: unknown, transport = new FakeTransport(), config = {}) => {
  const registry = new ProviderRegistry({ builtins: false, env: {}, transport });
  registry.register(Plugin);
  return registry.create('acme' as string, config);
};

describe('provider', () => {
  it('works as a legacy decorator', () => {
    @provider(options)
    class Acme {
      readonly wire = deltaWire;
    }
    expect(optionsOf(Acme)).toEqual(options);
    expect(create(Acme).provider).toBe('acme');
  });

  it('works as a standard decorator and as a plain call', () => {
    class Acme {
      readonly wire = deltaWire;
    }
    const decorate = provider(options) as (target: ProviderClass, context: object) => unknown;
    const context = { kind: 'class', name: 'Acme', metadata: {}, addInitializer: () => {} };
    expect(decorate(Acme, context)).toBeUndefined();
    expect(create(Acme).provider).toBe('acme');
  });

  it('leaves its mark where a plugin with its own copy of the package finds it', () => {
    class Acme {
      readonly wire = deltaWire;
    }
    Object.assign(Acme, { [Symbol.for('plugboard.provider')]: options });
    expect(create(Acme).provider).toBe('acme');
  });

  it('does not show its mark, and lets nobody change it', () => {
    class Acme {
      readonly wire = deltaWire;
    }
    const own = { ...options, aliases: ['a'] };
    provider(own)(Acme);
    own.name = 'changed';
    expect(optionsOf(Acme)?.name).toBe('acme');
    expect(Object.isFrozen(optionsOf(Acme))).toBe(true);
    expect(Object.keys(Acme)).toEqual([]);
  });

  it('does not make plugins of subclasses', () => {
    @provider(options)
    class Acme {
      readonly wire = deltaWire;
    }
    class Sub extends Acme {}
    expect(optionsOf(Sub)).toBeUndefined();
    expect(() => create(Sub)).toThrow('no plugin');
    provider({ ...options, name: 'sub' })(Sub);
    expect([optionsOf(Sub)?.name, optionsOf(Acme)?.name]).toEqual(['sub', 'acme']);
  });
});

describe('optionsOf', () => {
  it.each([undefined, null, 5, 'acme', {}, { name: 'acme' }, () => {}, class {}])('gives nothing of %p', (value) => {
    expect(optionsOf(value)).toBeUndefined();
  });
});

describe('injection', () => {
  const given: unknown[][] = [];

  it('gives a constructor what static inject names, in order', () => {
    @provider(options)
    class Acme {
      static readonly inject = [RANDOM, TRANSPORT, CLOCK, CLIENTS];
      readonly wire = deltaWire;
      constructor(...dependencies: unknown[]) {
        given.push(dependencies);
      }
    }
    const transport = new FakeTransport();
    create(Acme, transport);
    const [random, sender, clock, clients] = given.pop() ?? [];
    expect(sender).toBe(transport);
    expect(typeof (random as Dependencies['random'])()).toBe('number');
    expect(typeof (clock as Dependencies['clock']).monotonic()).toBe('number');
    expect(() => (clients as Dependencies['clients'])('fast')).toThrow('no config file');
  });

  it('is filled in by @inject, whatever the order', () => {
    @provider(options)
    class Acme {
      readonly wire = deltaWire;
      constructor(@inject(TRANSPORT) first: unknown, @inject(RANDOM) second: unknown) {
        given.push([first, second]);
      }
    }
    const transport = new FakeTransport();
    create(Acme, transport);
    expect(given.pop()).toEqual([transport, expect.any(Function)]);
  });

  it('of a subclass does not change that of its parent', () => {
    class Parent {
      readonly wire = deltaWire;
      constructor(@inject(TRANSPORT) readonly first: unknown) {}
    }
    class Child extends Parent {
      constructor(
        @inject(RANDOM) first: unknown,
        @inject(CLOCK) readonly second: unknown,
      ) {
        super(first);
      }
    }
    expect((Parent as ProviderClass).inject).toEqual([TRANSPORT]);
    expect((Child as ProviderClass).inject).toEqual([RANDOM, CLOCK]);
  });

  it('agrees with other copies of the package on what the tokens are', () => {
    expect([TRANSPORT, CLOCK, RANDOM, CLIENTS].map(String)).toEqual(
      ['transport', 'clock', 'random', 'clients'].map((name) => `Symbol(plugboard.${name})`),
    );
    expect(TRANSPORT).toBe(Symbol.for('plugboard.transport'));
  });
});

describe('definePlugin', () => {
  it('keeps every step over the config', () => {
    const Acme = definePlugin({
      ...options,
      wire: deltaWire,
      address: (given) => `https://${given}`,
      configure: (config) => ({ ...config, baseURL: `${config.baseURL}/v3` }),
    });
    expect(create(Acme, undefined, { baseURL: 'acme.test' }).encode('Hi').url).toBe('https://acme.test/v3/chat');
  });

  it('makes a plugin of an object', () => {
    const Acme = definePlugin({ ...options, aliases: ['a'], hosts: { 'acme.test': '/v1' }, wire: deltaWire });
    expect(optionsOf(Acme)).toEqual({ ...options, aliases: ['a'], hosts: { 'acme.test': '/v1' } });
    expect(create(Acme).encode('Hi').url).toBe('https://acme.test/v1/chat');
  });

  it('lets members see each other', () => {
    const definition = {
      ...options,
      word: 'twice',
      wire(this: { word: string }) {
        return { ...deltaWire, path: () => `/${this.word}` };
      },
    };
    expect(create(definePlugin(definition)).encode('Hi').url).toBe('https://acme.test/twice');
  });

  it('takes members from a prototype too', () => {
    class Definition implements ProviderPlugin {
      readonly name = 'acme';
      readonly schema = schema;
      readonly apiVersion = 1;
      wire() {
        return deltaWire;
      }
    }
    expect(create(definePlugin(new Definition())).provider).toBe('acme');
  });
});
