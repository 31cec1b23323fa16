import { describe, expect, it } from '@jest/globals';
import { addressOf, configure, unreachable } from '../../../plugins/ollama/address.ts';
import type { OllamaConfig } from '../../../plugins/ollama/api.ts';
import { ProviderRegistry } from '../../../src/registry/registry.ts';
import { createConfig } from '../../openai-dialect/create-call.ts';
import { thrownBy } from '../../support/failure.ts';

const urlWith = (env: Record<string, string>, config: object = {}) =>
  new ProviderRegistry({ env })
    .create('ollama', config)
    .encode('Hi')
    .url.replace(/\/api\/chat$/, '');

describe('an address', () => {
  it.each([
    ['gpu-box', 'http://gpu-box:11434'],
    ['gpu-box:8080', 'http://gpu-box:8080'],
    ['gpu-box:', 'http://gpu-box:11434'],
    [' localhost ', 'http://localhost:11434'],
    ['192.168.1.7', 'http://192.168.1.7:11434'],
    [':8080', 'http://127.0.0.1:8080'],
    ['0.0.0.0', 'http://127.0.0.1:11434'],
    ['0.0.0.0:8080', 'http://127.0.0.1:8080'],
    ['[::]:8080', 'http://[::1]:8080'],
    ['::', 'http://[::1]:11434'],
    ['::1', 'http://[::1]:11434'],
    ['[::1]', 'http://[::1]:11434'],
    ['fd00::7', 'http://[fd00::7]:11434'],
    ['[fd00::7]:8080', 'http://[fd00::7]:8080'],
    ['gpu-box/ollama', 'http://gpu-box:11434/ollama'],
    ['ollama.com', 'https://ollama.com'],
  ])('without a scheme is on plain http and port 11434 unless it says another: %s', (given, url) => {
    expect(addressOf(given)).toBe(url);
  });

  it.each([
    ['https://ollama.example', 'https://ollama.example'],
    ['http://gpu-box', 'http://gpu-box'],
    ['http://gpu-box:8080/ollama', 'http://gpu-box:8080/ollama'],
    ['http://0.0.0.0:11434', 'http://127.0.0.1:11434'],
    ['http://[::]', 'http://[::1]'],
    ['ftp://gpu-box', 'ftp://gpu-box'],
    ['http://', 'http://'],
  ])('with a scheme stays as it is, but for what can only be listened to: %s', (given, url) => {
    expect(addressOf(given)).toBe(url);
  });

  it('is the explicit one, then OLLAMA_BASE_URL, then OLLAMA_HOST, then this machine', () => {
    const both = { OLLAMA_BASE_URL: 'http://base:1', OLLAMA_HOST: 'host:2' };
    expect(urlWith(both, { baseURL: 'http://explicit:3' })).toBe('http://explicit:3');
    expect(urlWith(both)).toBe('http://base:1');
    expect(urlWith({ OLLAMA_HOST: 'host:2' })).toBe('http://host:2');
    expect(urlWith({ OLLAMA_HOST: 'host:2' }, { baseURL: 'http://localhost:11434' })).toBe('http://localhost:11434');
    expect(urlWith({ OLLAMA_HOST: '' })).toBe('http://localhost:11434');
  });

  it('that is none is refused, and the error names the variable', () => {
    for (const bad of ['gpu-box:port', 'a b', 'user:secret@gpu-box', 'host?x=1']) {
      const { code, message } = thrownBy(() => urlWith({ OLLAMA_HOST: bad }));
      expect([code, message]).toEqual(['INVALID_CONFIG', expect.stringContaining('(from OLLAMA_HOST)')]);
      expect(message).not.toContain('secret');
    }
  });
});

describe('the path of an address', () => {
  const configured = (baseURL: string) => configure(createConfig<OllamaConfig>({ baseURL })).baseURL;

  it('may end in /api, which the routes begin with', () => {
    expect(configured('http://localhost:11434/api')).toBe('http://localhost:11434');
    expect(configured('http://localhost:11434/api/embed')).toBe('http://localhost:11434');
    expect(configured('http://localhost:11434/ollama')).toBe('http://localhost:11434/ollama');
    expect(urlWith({ OLLAMA_HOST: 'localhost/api/' })).toBe('http://localhost:11434');
  });

  it('must not be that of the API of OpenAI', () => {
    const { code, message } = thrownBy(() => urlWith({}, { baseURL: 'http://gpu-box:11434/v1/' }));
    expect(code).toBe('INVALID_CONFIG');
    expect(message).toMatch(/write http:\/\/gpu-box:11434 here, or use the provider "custom"/);
  });
});

describe('a raw prompt', () => {
  it('is for the endpoint that takes prompts', () => {
    const raw = (api: 'chat' | 'generate') =>
      configure(createConfig<OllamaConfig>({ baseURL: 'http://localhost:11434', api, raw: true }));
    expect(raw('generate').raw).toBe(true);
    expect(thrownBy(() => raw('chat')).message).toBe(
      '[ollama] raw: is for api "generate" alone; a chat always goes through the model\'s template',
    );
    expect(configure(createConfig<OllamaConfig>({ baseURL: 'http://localhost:11434', raw: false })).raw).toBe(false);
  });
});

describe('a server that does not run', () => {
  const said = (baseURL: string) => unreachable(createConfig<OllamaConfig>({ baseURL }));

  it.each(['http://localhost:11434', 'http://127.0.0.1:8080', 'http://[::1]:11434/ollama'])(
    'here has to be started: %s',
    (url) => {
      expect(said(url)).toMatch(/^Ollama seems not to be running: start it with `ollama serve`/);
    },
  );

  it('elsewhere may run for itself alone', () => {
    expect(said('http://gpu-box:11434')).toMatch(/not to be running on gpu-box.*`OLLAMA_HOST=0\.0\.0\.0 ollama serve`/);
  });

  it('is not Ollama where it should speak https', () => {
    expect(said('https://ollama.com')).toBeUndefined();
  });
});
