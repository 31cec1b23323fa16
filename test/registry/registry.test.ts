import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/message.ts';
import type { ApiKey, Dependencies } from '../../src/provider.ts';
import { Provider } from '../../src/provider-names.ts';
import { provider } from '../../src/registry/define.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import type { ResolvedConfig } from '../../src/resolved-config.ts';
import type { Client } from '../../src/types.ts';
import { create, KEY, options, plugin, registryOf } from '../support/acme-plugin.ts';
import { deltaWire } from '../support/delta-wire.ts';
import { deepFreeze, failureOf, shownOf, thrownBy } from '../support/failure.ts';
import { FakeTransport } from '../support/fake-transport.ts';

describe('a registry', () => {
  it('has the built-in providers, by name and by alias', () => {
    const registry = new ProviderRegistry({ env: {} });
    expect(
      registry
        .list()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.values(Provider).sort());
    expect(registry.list().every(({ state, origin }) => state === 'loaded' && origin !== '')).toBe(true);
    for (const name of ['anthropic', 'claude', 'HF', 'Cohere', 'HUGGINGFACE']) expect(registry.has(name)).toBe(true);
    expect(registry.create('claude' as string, { apiKey: 'k-123' }).provider).toBe('anthropic');
    expect(new ProviderRegistry({ builtins: false }).list()).toEqual([]);
  });

  it.each([0, -1, Number.NaN, '10'])('refuses %j for the time that an import may take', (importTimeoutMs) => {
    const error = thrownBy(() => new ProviderRegistry({ importTimeoutMs } as never));
    expect(error).toMatchObject({ code: 'INVALID_CONFIG', message: expect.stringContaining('"importTimeoutMs"') });
  });

  it('refuses an option that it does not know, and suggests the nearest', () => {
    const error = thrownBy(() => new ProviderRegistry({ onRequst() {} } as object));
    expect(error).toMatchObject({
      code: 'INVALID_CONFIG',
      message: '"onRequst" is no option of a registry; did you mean "onRequest"?',
    });
  });

  it('finds a name in any case', () => {
    const registry = registryOf();
    for (const name of ['acme', 'ACME', 'Acme', 'RoadRunner']) {
      expect(registry.has(name)).toBe(true);
      expect(create(registry, name).provider).toBe('acme');
      expect(registry.schema(name)).toMatchObject({ type: 'object' });
    }
  });

  it('tells of an unknown name the known ones and the nearest', () => {
    const registry = new ProviderRegistry({ env: {} });
    const error = thrownBy(() => create(registry, 'antropic'));
    expect(error).toMatchObject({ code: 'INVALID_CONFIG' });
    expect(error.message).toMatch(/"antropic".*Did you mean "anthropic"\?.*Known: openai, anthropic, gemini, /);
    expect(thrownBy(() => create(registry, 'zzzzzzzz')).message).not.toContain('Did you mean');
    expect(thrownBy(() => registry.schema('nope')).code).toBe('INVALID_CONFIG');
    expect(error.message).not.toContain('load');
    const unlike = thrownBy(() => create(registryOf([]), 'x'));
    expect(unlike.message).toBe(
      'there is no provider "x". Known: none. That of a package is loaded first: await registry.load("its package").',
    );
  });

  it.each([undefined, null, 5, '', {}, [], Symbol('acme'), '__proto__', 'constructor', 'toString'])(
    'knows no provider %p, and says so',
    (name) => {
      const registry = registryOf();
      expect(thrownBy(() => create(registry, name)).code).toBe('INVALID_CONFIG');
      expect(registry.has(name as string)).toBe(false);
    },
  );

  it('gives schemas away as copies, with the common keys in them', () => {
    const registry = registryOf();
    const given = registry.schema('acme') as { properties: JsonObject };
    expect(Object.keys(given.properties)).toEqual(expect.arrayContaining(['apiKey', 'timeoutMs', 'retry']));
    given.properties.timeoutMs = {};
    expect((registry.schema('acme').properties as JsonObject).timeoutMs).toMatchObject({ default: 60000 });
  });

  it('is isolated from others', () => {
    const [one, other] = [registryOf(), registryOf([])];
    expect([one.has('acme'), other.has('acme'), ProviderRegistry.default.has('acme')]).toEqual([true, false, false]);
  });

  it('makes an instance of a class of its own, once', () => {
    let made = 0;
    @provider(options)
    class Acme {
      readonly wire = deltaWire;
      constructor() {
        made += 1;
      }
    }
    const [one, other] = [registryOf([Acme]), registryOf([Acme])];
    create(one, 'acme');
    create(one, 'roadrunner');
    create(other, 'acme');
    expect(made).toBe(2);
  });
});

describe('the default registry', () => {
  afterEach(() => {
    delete process.env.ANTHROPIC_API_KEY;
  });

  it('is behind the static create, and reads the environment of the process', () => {
    process.env.ANTHROPIC_API_KEY = 'k-123';
    expect(ProviderRegistry.create('anthropic').provider).toBe('anthropic');
    expect(ProviderRegistry.default).toBe(ProviderRegistry.default);
    ProviderRegistry.default.register(plugin({ name: 'only-here', aliases: [] }));
    expect(ProviderRegistry.create('only-here' as string).provider).toBe('only-here');
  });
});

describe('create', () => {
  it('gives a plugin of its own making the config, the dependencies and the key', async () => {
    const seen: [ResolvedConfig, Dependencies & { apiKey: ApiKey | undefined }][] = [];
    const client = { provider: 'acme' } as Client;
    const Acme = plugin({
      wire: undefined,
      create(config, dependencies) {
        seen.push([config, dependencies]);
        return client;
      },
    });
    const transport = new FakeTransport();
    const random = () => 0.25;
    const registry = registryOf([Acme], { transport, random });
    expect(create(registry, 'acme', { apiKey: () => Promise.resolve(KEY) })).toBe(client);
    const [config, { apiKey, ...dependencies }] = seen[0] ?? [{} as ResolvedConfig, {} as never];
    expect(await apiKey?.read()).toBe(KEY);
    expect(dependencies).toMatchObject({ transport, random });
    expect(typeof dependencies.clients).toBe('function');
    expect(config).toMatchObject({ baseURL: 'https://acme.test/v1', model: 'acme-1' });
    expect(Object.isFrozen(config) && Object.isFrozen(config.retry)).toBe(true);
    expect(shownOf(seen.map(([one, two]) => [one, two.apiKey]))).not.toContain(KEY);
    const own = new FakeTransport();
    create(registry, 'acme', { transport: own });
    expect(seen[1]?.[1]).toMatchObject({ transport: own, apiKey: undefined });
  });

  it('lets a plugin change its config at the end', () => {
    const Acme = plugin({ configure: (config) => ({ ...config, baseURL: `${config.baseURL}/extra/`, model: 'changed' }) });
    const client = create(registryOf([Acme]), 'acme');
    expect(client.model).toBe('changed');
    expect(client.encode('Hi').url).toBe('https://acme.test/v1/extra/chat');
  });

  it('tells all that is wrong with a config, and no key', () => {
    const config = { apiKey: `${KEY}\n`, temprature: 1, timeoutMs: '5', model: '' };
    const error = thrownBy(() => create(registryOf(), 'acme', config));
    expect(error).toMatchObject({ code: 'INVALID_CONFIG', provider: 'acme' });
    for (const says of ['apiKey', 'temprature', 'temperature', 'timeoutMs', 'model']) expect(error.message).toContain(says);
    expect(shownOf(error)).not.toContain(KEY);
  });

  it.each(['a key', 5, [], () => ({})])('refuses %p as a config', (config) => {
    expect(thrownBy(() => create(registryOf(), 'acme', config)).code).toBe('INVALID_CONFIG');
  });

  it('leaves a frozen config alone, and takes no notice of what is changed later', () => {
    const config = { apiKey: KEY, model: 'mine', headers: { 'x-a': '1' }, retry: { attempts: 1 } };
    const frozen = create(registryOf(), 'acme', deepFreeze(structuredClone(config)));
    expect(frozen.model).toBe('mine');
    const client = create(registryOf(), 'acme', config);
    config.model = 'changed';
    config.headers['x-a'] = '2';
    const { body, headers } = client.encode('Hi');
    expect([client.model, body.model, headers['x-a']]).toEqual(['mine', 'mine', '1']);
    const derived = client.with({ maxTokens: 5 });
    expect([derived.model, derived.encode('Hi').headers['x-a']]).toEqual(['mine', '1']);
  });

  it('does not mix up the clients of one plugin', async () => {
    const transport = new FakeTransport({ chunks: [JSON.stringify([{ type: 'finish', reason: 'stop', raw: '' }])] });
    const registry = registryOf([plugin()], { transport });
    const clients = Array.from({ length: 100 }, (_, index) =>
      create(registry, 'acme', { model: `m-${index}`, apiKey: `key-${index}` }),
    );
    await Promise.all(clients.map((client) => client.complete('Hi')));
    const pairs = transport.requests.map(({ headers, body }) => [headers.authorization, JSON.parse(body ?? '').model]);
    expect(pairs).toEqual(clients.map((_, index) => [`Bearer key-${index}`, `m-${index}`]));
  });

  it('reads the environment that the registry was given, and no other', () => {
    process.env.ACME_MODEL = 'from-process';
    try {
      expect(create(registryOf([plugin()], { env: { ACME_MODEL: 'from-env' } }), 'acme').model).toBe('from-env');
      expect(create(registryOf(), 'acme').model).toBe('acme-1');
    } finally {
      delete process.env.ACME_MODEL;
    }
  });
});

describe('inspection', () => {
  it('of a registry, a client and an error shows no key', async () => {
    const registry = registryOf([plugin()], { env: { ACME_API_KEY: KEY } });
    const client = create(registry, 'acme', { headers: { 'x-api-key': 'header-secret' } });
    const error = await failureOf(create(registryOf(), 'acme', { apiKey: KEY }).complete(''));
    const shown = [registry, client, client.stream('Hi'), error].map(shownOf).join('\n');
    expect(shown).not.toMatch(/acme-key|header-secret/);
    expect(inspect(client, { depth: 0 })).toContain('HttpClient');
  });
});
