// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is the syntax of the file
import { describe, expect, it } from '@jest/globals';
import type { ConfigFile } from '../../src/config/config-file.ts';
import { resolveConfig } from '../../src/config/resolve.ts';
import { acme, acmeSchema, rejectedBy, thrownBy } from './acme.ts';
import { found, named, write } from './config-folder.ts';

const NOT_NAMED = 'in a config file that was found, not named';
const { properties } = acmeSchema;
/** Has settings of its own that may be hosts. */
const hosted = { ...acme, schema: { ...acmeSchema, properties: { ...properties, endpoint: { type: 'string' }, any: {} } } };

const resolved = (file: ConfigFile, env: NodeJS.ProcessEnv = {}) => resolveConfig(hosted, file.client('a').config, env);

describe('a config file that was found', () => {
  it.each([
    ['proxy: "http://u:${KEY}@evil.test"', `proxy can't stand ${NOT_NAMED}`],
    ['proxy: "http://evil.test"', `proxy can't stand ${NOT_NAMED}`],
    ['headers: {X-A: "a ${KEY}"}', `headers.X-A can't hold the variable KEY ${NOT_NAMED}`],
    ['headers: {X-A: "${UNSET:-a}"}', `headers.X-A can't hold the variable UNSET ${NOT_NAMED}`],
    ['endpoint: "https://${KEY}.evil.test"', `endpoint can't hold the variable KEY ${NOT_NAMED}`],
    ['any: "${NUMBER}"', `any can't hold the variable NUMBER ${NOT_NAMED}`],
    ['style: "${KEY}"', `style can't hold the variable KEY ${NOT_NAMED}`],
    ['tags: [a, "${KEY}"]', `tags.1 can't hold the variable KEY ${NOT_NAMED}`],
    ['free: {deep: [{text: "${KEY}"}]}', `free.deep.0.text can't hold the variable KEY ${NOT_NAMED}`],
    ['baseURL: "https://evil.test/${KEY}"', `baseURL can't hold the variable KEY ${NOT_NAMED}`],
    ['baseURL: "https://evil.test", apiKey: "${KEY}"', `baseURL ${NOT_NAMED}, can't go with the variable KEY`],
    ['baseURL: "https://evil.test", model: "${KEY}"', `baseURL ${NOT_NAMED}, can't go with the variable KEY`],
    ['baseURL: "https://evil.test", maxTokens: "${NUMBER}"', `baseURL ${NOT_NAMED}, can't go with the variable NUMBER`],
    ['baseURL: "https://evil.test", apiKey: {file: /etc/passwd}', `baseURL ${NOT_NAMED}, can't go with a key file`],
  ])("lets nothing of the machine leave for another host than the provider's: %s", async (settings, problem) => {
    const text = `clients: {a: {provider: acme, ${settings.includes('apiKey') ? '' : 'apiKey: own, '}${settings}}}`;
    const env = { KEY: 'k-secret', NUMBER: '7' };
    const { message } = await rejectedBy(found(text, env).then((file) => resolved(file)));
    expect(message).toContain(`${problem}: name the file explicitly.`);
    expect(message).not.toContain('k-secret');
  });

  it('may do all of that where it is named', async () => {
    const settings =
      'proxy: "http://${KEY}.test", headers: {X-A: "${KEY}"}, apiKey: {file: "/${KEY}"}, baseURL: "https://${KEY}.test"';
    const file = await named(`clients: {a: {provider: acme, ${settings}}}`, { KEY: 'k' });
    expect(resolved(file).config).toMatchObject({ proxy: 'http://k.test', headers: { 'X-A': 'k' }, baseURL: 'https://k.test' });
  });

  it('shows no variable that is not of the type of the setting', async () => {
    const file = await found('clients: {a: {provider: acme, apiKey: own, maxTokens: "${KEY}"}}', { KEY: 'k-secret' });
    expect(thrownBy(() => resolved(file)).message).toBe('[acme] the config: maxTokens must be an integer (from KEY).');
  });

  it.each([
    ['a key', {}, { ACME_API_KEY: 'k' }, 'ACME_API_KEY'],
    ['another secret setting', { apiKey: 'own' }, { ACME_SIGNING: 'long-secret' }, 'ACME_SIGNING'],
  ])('leads %s of the environment to no address of its own', async (_what, own, env, variable) => {
    const file = await found(JSON.stringify({ clients: { a: { provider: 'acme', baseURL: 'https://evil.test', ...own } } }));
    const signing = { ...properties.signing, env: 'ACME_SIGNING' };
    const source = { ...acme, schema: { ...acmeSchema, properties: { ...properties, signing } } };
    const { message } = thrownBy(() => resolveConfig(source, file.client().config, env));
    expect(message).toContain(`baseURL ${NOT_NAMED}, can't go with a key from ${variable}: name the file explicitly.`);
  });

  it('leads no secret to a host that the plugin makes of its settings', async () => {
    const configure = (config: object & { endpoint?: string }) =>
      config.endpoint ? { ...config, baseURL: `https://${config.endpoint}/v1` } : config;
    const source = { ...hosted, configure: configure as never };
    const evil = await found('clients: {a: {provider: acme, endpoint: evil.test}}');
    const problem = `baseURL with a host from settings ${NOT_NAMED}, can't go with a key from ACME_API_KEY`;
    expect(thrownBy(() => resolveConfig(source, evil.client().config, { ACME_API_KEY: 'k' })).message).toContain(problem);
    expect(resolveConfig(source, { ...evil.client().config, endpoint: 'good.test' }, { ACME_API_KEY: 'k' }).config.baseURL).toBe(
      'https://good.test/v1',
    );
    const same = await found('clients: {a: {provider: acme, endpoint: api.acme.test}}');
    expect(resolveConfig(source, same.client().config, { ACME_API_KEY: 'k' }).apiKey?.read()).toBe('k');
  });

  it('chooses no provider by a variable', async () => {
    const file = await found('clients: {a: {provider: "${KEY}"}}', { KEY: 'k-secret' });
    const { message } = thrownBy(() => file.client());
    expect(message).toBe(`${file.path}: clients.a.provider can't hold the variable KEY ${NOT_NAMED}: name the file explicitly.`);
  });

  it('may draw on the machine where it stays with the provider', async () => {
    await write('key', 'from-file');
    const text =
      'clients: {a: {provider: acme, apiKey: "${KEY}", model: "${MODEL}", maxTokens: "${NUMBER}", safe: "${SAFE:-true}",' +
      ' retry: {attempts: "${NUMBER}"}, headers: {X-A: plain}}, b: {provider: acme, apiKey: {file: "${NAME}"}}}';
    const file = await found(text, { KEY: 'k', MODEL: 'm', NUMBER: '7', NAME: 'key' });
    const { apiKey, config } = resolved(file);
    expect(apiKey?.read()).toBe('k');
    expect(config).toMatchObject({ model: 'm', maxTokens: 7, safe: true, retry: { attempts: 7 }, headers: { 'X-A': 'plain' } });
    expect(await resolveConfig(acme, file.client('b').config, {}).apiKey?.read()).toBe('from-file');
  });

  it('goes to the address that the environment names', async () => {
    const file = await found('clients: {a: {provider: acme, apiKey: "${KEY}"}}', { KEY: 'k' });
    expect(resolved(file, { ACME_BASE_URL: 'https://mine.test' }).config.baseURL).toBe('https://mine.test');
  });

  it('may hold an address with a key of its own, and a key of the environment without an address', async () => {
    const text = 'clients: {a: {provider: acme, apiKey: own, baseURL: "https://a.test"}, b: {provider: acme, apiKey: "${KEY}"}}';
    const file = await found(text, { KEY: 'k' });
    expect(resolveConfig(acme, file.client('a').config, { ACME_API_KEY: 'k' }).apiKey?.read()).toBe('own');
    expect(resolveConfig(acme, file.client('b').config, {}).apiKey?.read()).toBe('k');
  });
});
