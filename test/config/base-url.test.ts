import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readBaseURL, warnOfPlainHttp } from '../../src/config/base-url.ts';

const HOSTS = { 'api.acme.test': '/v1' };

describe('readBaseURL', () => {
  it.each([
    ['https://api.acme.test', 'https://api.acme.test/v1'],
    ['https://api.acme.test/', 'https://api.acme.test/v1'],
    ['https://API.ACME.test/v1//', 'https://api.acme.test/v1'],
    ['https://api.acme.test/v2', 'https://api.acme.test/v2'],
    ['https://elsewhere.test', 'https://elsewhere.test'],
    ['https://elsewhere.test/', 'https://elsewhere.test'],
    ['https://elsewhere.test:8443/a/b/', 'https://elsewhere.test:8443/a/b'],
    [' http://localhost:11434 ', 'http://localhost:11434'],
    ['https://constructor', 'https://constructor'],
  ])('reads %s as %s', (given, url) => {
    expect(readBaseURL(given, HOSTS)).toEqual({ url, insecureHost: undefined });
  });

  it.each([
    ['api.acme.test/v1', 'has no scheme: write https://api.acme.test/v1'],
    ['localhost:11434', 'has no scheme: write http://localhost:11434'],
    ['192.168.1.5:8080/v1', 'has no scheme: write http://192.168.1.5:8080/v1'],
    ['https:/api.acme.test', 'has no scheme: write https://api.acme.test'],
    ['user:pw@api.acme.test', 'has no scheme: write https:// before it'],
    ['/', 'has no scheme: write https:// before it'],
    ['file:///etc/passwd', 'must begin with https:// or http://, not file://'],
    ['ws://api.acme.test', 'must begin with https:// or http://, not ws://'],
    ['https://user:pw@api.acme.test', 'must not hold a user name or a password'],
    ['https://api.acme.test/v1?key=hidden', 'must not have a query or a fragment'],
    ['https://api.acme.test/v1#hidden', 'must not have a query or a fragment'],
    ['https://api.acme.test/v1?', 'must not have a query or a fragment'],
    ['https://api.acme.test/a b', 'holds white space'],
    ['https://', 'is no URL'],
    ['https://api.acme.test:99999', 'is no URL'],
  ])('refuses %s', (given, problem) => {
    const read = readBaseURL(given, HOSTS) as { problem: string };
    expect(read.problem).toContain(problem);
    expect(read.problem).not.toMatch(/pw|hidden/);
  });

  it.each([
    'localhost',
    'a.localhost',
    '127.0.0.1',
    '127.8.8.8:8080',
    '[::1]:80',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.0.1',
    '[fd00::1]',
    '[fe80::1]',
    'ollama:11434',
    'nas.local',
    'llm.corp.internal',
  ])('takes plain http to %s as safe', (host) => {
    expect(readBaseURL(`http://${host}/v1`)).toMatchObject({ insecureHost: undefined });
  });

  it.each(['api.acme.test', '8.8.8.8', '172.32.0.1', '[2001:db8::1]', 'localhost.evil.test'])(
    'takes plain http to %s as unsafe',
    (host) => {
      expect(readBaseURL(`http://${host}/v1`)).toMatchObject({ insecureHost: host });
    },
  );
});

describe('warnOfPlainHttp', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('warns once for each host, and tells it every time', () => {
    const emit = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const warnings = ['one.test', 'one.test', 'two.test'].map((host) => warnOfPlainHttp('acme', host));
    expect(warnings[1]).toBe('[acme] baseURL sends the key and the prompts unencrypted to one.test. Use https.');
    expect(warnings[1]).toBe(warnings[0]);
    expect(emit.mock.calls.map(([text]) => text)).toEqual([warnings[0], warnings[2]]);
  });
});
