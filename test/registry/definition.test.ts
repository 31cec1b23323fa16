import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/message.ts';
import type { ProviderClass } from '../../src/provider.ts';
import { provider } from '../../src/registry/define.ts';
import { keyHintOf, routeHintOf } from '../../src/registry/definition.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { create, options, plugin, registryOf } from '../support/acme-plugin.ts';
import { deltaWire } from '../support/delta-wire.ts';
import { thrownBy } from '../support/failure.ts';

describe('register', () => {
  it('refuses a name that is taken, and names both origins', () => {
    const registry = registryOf([]);
    registry.register(plugin(), { origin: 'first.js' });
    const error = thrownBy(() => registry.register(plugin(), { origin: 'second.js' }));
    expect(error).toMatchObject({ code: 'PLUGIN_LOAD', provider: 'acme' });
    expect(error.message).toMatch(/"acme".*first\.js.*second\.js/);
  });

  it.each([
    ['an alias that is a name', { name: 'other', aliases: ['acme'] }],
    ['an alias that is an alias', { name: 'other', aliases: ['roadrunner'] }],
    ['a name that is an alias', { name: 'roadrunner', aliases: [] }],
  ])('refuses %s, and leaves all as it was', (_what, more) => {
    const registry = registryOf();
    expect(thrownBy(() => registry.register(plugin(more))).code).toBe('PLUGIN_LOAD');
    expect(registry.list().map(({ name }) => name)).toEqual(['acme']);
    expect([registry.has('other'), registry.has('acme'), registry.has('roadrunner')]).toEqual([false, true, true]);
  });

  it('names a built-in as the origin', () => {
    const error = thrownBy(() => new ProviderRegistry().register(plugin({ name: 'claude', aliases: [] }), { origin: 'mine.js' }));
    expect(error.message).toMatch(/"claude".*Plugboard itself.*mine\.js/);
  });

  it('replaces on demand, with all names', () => {
    const registry = registryOf();
    registry.register(plugin({ name: 'new', aliases: ['acme'] }), { replace: true, origin: 'new.js' });
    expect(registry.list()).toEqual([{ name: 'new', aliases: ['acme'], origin: 'new.js', state: 'loaded' }]);
    expect(create(registry, 'acme').provider).toBe('new');
    expect(registry.has('roadrunner')).toBe(false);
  });

  it('lets a replacement take the place of a built-in, checked against its own schema', () => {
    const registry = new ProviderRegistry({ env: {} });
    const own = { properties: { baseURL: { default: 'https://a.test' }, model: { default: 'm' }, special: { type: 'boolean' } } };
    registry.register(plugin({ name: 'anthropic', aliases: [], schema: own }), { replace: true });
    expect(create(registry, 'anthropic', { special: true }).model).toBe('m');
    expect(registry.has('claude')).toBe(false);
  });

  it('takes a plugin whose alias is its name', () => {
    expect(create(registryOf([plugin({ aliases: ['acme', 'acme'] })]), 'acme').provider).toBe('acme');
  });

  const malformed: [string, unknown, string][] = [
    ['undefined', undefined, 'no plugin'],
    ['a string', 'acme', 'no plugin'],
    ['an instance', new (plugin())(), 'no plugin'],
    ['a bare class', class Bare {}, 'no plugin.*class Bare'],
    ['a definition that definePlugin was not given', { ...options, wire: deltaWire }, 'no plugin'],
    ['no name', plugin({ name: undefined as never }), 'name'],
    ['a number as name', plugin({ name: 5 as never }), '5 is no provider name'],
    ['an empty name', plugin({ name: '' }), '"" is no provider name'],
    ['capitals', plugin({ name: 'Acme' }), '"Acme" is no provider name: use lower case'],
    ['a name with a space', plugin({ name: 'ac me' }), 'no provider name'],
    ['a name that begins with a dot', plugin({ name: '.acme' }), 'no provider name'],
    ['__proto__', plugin({ name: '__proto__' }), 'no provider name'],
    ['a bad alias', plugin({ aliases: ['A!'] }), '"A!" is no provider name'],
    ['a text in the place of aliases', plugin({ aliases: 'ape' as never }), 'aliases'],
    ['null in the place of aliases', plugin({ aliases: null as never }), 'aliases'],
    ['another contract', plugin({ apiVersion: 2 as never }), 'version 2.*version 1'],
    ['a text as version', plugin({ apiVersion: '1' as never }), 'version "1".*version 1'],
    ['no version', plugin({ apiVersion: undefined as never }), 'version'],
    ['no schema', plugin({ schema: undefined as never }), 'no schema'],
    ['null as schema', plugin({ schema: null as never }), 'no schema'],
    ['a list as schema', plugin({ schema: [] as never }), 'no schema'],
  ];
  it.each(malformed)('refuses %s with a PluginError that names the origin', (_what, Plugin, says) => {
    const registry = registryOf([]);
    const error = thrownBy(() => registry.register(Plugin, { origin: 'broken.js' }));
    expect(error.code).toBe('PLUGIN_LOAD');
    expect(error.message).toMatch(new RegExp(says.replace('.*class Bare', '')));
    expect(error.message).toContain('broken.js');
    expect(registry.list()).toEqual([]);
  });

  it('names the class where no origin is given', () => {
    expect(thrownBy(() => registryOf([class Bare {}])).message).toContain('class Bare');
    expect(thrownBy(() => registryOf([class {}])).message).toContain('unnamed');
  });
});

describe('a plugin that does not work', () => {
  const failing: [string, ProviderClass | (new () => object), string][] = [
    ['gives neither wire nor create', plugin({ wire: undefined }), 'neither a wire nor a create'],
    ['gives a wire function that gives none', plugin({ wire: () => undefined as never }), 'neither a wire nor a create'],
    [
      'throws in its constructor',
      class {
        constructor() {
          throw new TypeError('ouch');
        }
      },
      'constructor',
    ],
    [
      'asks for what nobody gives',
      class {
        static readonly inject = [Symbol.for('acme.unheard-of')];
        readonly wire = deltaWire;
      },
      'acme.unheard-of',
    ],
    [
      'throws in wire',
      plugin({
        wire: () => {
          throw new TypeError('ouch');
        },
      }),
      'wire',
    ],
    [
      'throws in create',
      plugin({
        create: () => {
          throw new TypeError('ouch');
        },
      }),
      'create',
    ],
    [
      'throws in configure',
      plugin({
        configure: () => {
          throw new TypeError('ouch');
        },
      }),
      'configure',
    ],
    ['has a schema that is none', plugin({ schema: { properties: { special: { type: 'nonsense' } } } }), 'schema'],
  ];
  it.each(failing)('and %s is told by a PluginError that names it and its origin', (_what, Plugin, says) => {
    const registry = registryOf([]);
    if (!Object.getOwnPropertySymbols(Plugin).length) provider(options)(Plugin as ProviderClass);
    registry.register(Plugin, { origin: 'broken.js' });
    const error = thrownBy(() => create(registry, 'acme'));
    expect(error).toMatchObject({ code: 'PLUGIN_LOAD', provider: 'acme' });
    expect(error.message).toContain(says);
    expect(error.message).toContain('broken.js');
  });

  it('takes no other down', () => {
    const registry = registryOf([plugin({ name: 'broken', aliases: [], wire: undefined }), plugin()]);
    thrownBy(() => create(registry, 'broken'));
    expect(create(registry, 'acme').provider).toBe('acme');
  });
});

describe('keyHintOf', () => {
  it.each<[string, JsonObject, string]>([
    [
      'a list of variables',
      { properties: { apiKey: { env: ['ACME_API_KEY', 'ACME_TOKEN'] } } },
      'apiKey or ACME_API_KEY or ACME_TOKEN',
    ],
    ['one variable', { properties: { apiKey: { env: 'ACME_API_KEY' } } }, 'apiKey or ACME_API_KEY'],
    ['no variable', { properties: { apiKey: {} } }, 'apiKey'],
    ['no key', {}, 'apiKey'],
  ])('names the setting and, for %s, what it can come from', (_what, schema, hint) => {
    expect(keyHintOf(schema)).toBe(hint);
  });
});

describe('routeHintOf', () => {
  it('names the default base URL, where there is one', () => {
    const schema = { properties: { baseURL: { default: 'https://api.acme.test/v1' } } };
    expect(routeHintOf(schema)).toBe('Check baseURL, its path included: by default it is https://api.acme.test/v1.');
    expect(routeHintOf({})).toBe('Check baseURL, its path included.');
  });
});
