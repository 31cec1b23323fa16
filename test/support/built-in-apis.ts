import { builtins } from '../../src/builtins.ts';
import type { Transport } from '../../src/http/transport.ts';
import type { ProviderClass, Wire } from '../../src/provider.ts';
import { definePlugin, optionsOf } from '../../src/registry/define.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import type { Client } from '../../src/types.ts';
import { FakeTransport } from './fake-transport.ts';

/** A built-in provider, and the settings that make it speak one of its APIs. */
export interface BuiltIn {
  label: string;
  provider: string;
  config: Readonly<Record<string, unknown>>;
  /** The key of its samples. */
  dialect: string;
}

const api = (label: string, provider: string, dialect: string, config: BuiltIn['config'] = {}): BuiltIn => ({
  label,
  provider,
  dialect,
  config,
});

/** One for each way in which answers are read. */
export const DIALECTS: readonly BuiltIn[] = [
  api('anthropic', 'anthropic', 'anthropic'),
  api('cohere v2', 'cohere', 'cohere v2'),
  api('cohere v1', 'cohere', 'cohere v1', { apiVersion: 'v1' }),
  api('huggingface', 'huggingface', 'chat completions'),
  api('huggingface text-generation', 'huggingface', 'text-generation', { api: 'text-generation' }),
  api('openai', 'openai', 'responses'),
  api('openai chat', 'openai', 'chat completions', { api: 'chat' }),
  api('gemini', 'gemini', 'gemini'),
  api('ollama', 'ollama', 'ollama'),
  api('ollama generate', 'ollama', 'ollama generate', { api: 'generate' }),
];

const named = new Set(DIALECTS.map(({ provider }) => provider));
const custom = { baseURL: 'https://custom.test/v1', model: 'm' };

/** What a config needs beside a key. */
const NEEDED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  custom,
  'azure-openai': { baseURL: 'https://me.openai.azure.com', model: 'm' },
};

/** Every built-in provider in every form that its config can give it. */
export const ALL: readonly BuiltIn[] = [
  ...DIALECTS,
  ...builtins
    .flatMap((plugin) => optionsOf(plugin)?.name ?? [])
    .filter((name) => !named.has(name))
    .map((name) => api(name, name, 'chat completions', { model: 'm', ...NEEDED[name] })),
  api('huggingface own server', 'huggingface', 'chat completions', { baseURL: 'https://tei.test' }),
  api('azure-openai v1', 'azure-openai', 'chat completions', { baseURL: 'https://me.openai.azure.com/openai/v1', model: 'm' }),
  ...['azure-openai', 'xai', 'openrouter', 'lmstudio', 'custom'].map((name) =>
    api(`${name} responses`, name, 'responses', { model: 'm', ...NEEDED[name], api: 'responses' }),
  ),
  api('custom thinking', 'custom', 'chat completions', {
    ...custom,
    reasoningField: 'reasoning_content',
    reasoningParameter: 'thinking',
    maxTokensField: 'max_completion_tokens',
  }),
  api('custom enable_thinking', 'custom', 'chat completions', {
    ...custom,
    reasoningField: 'reasoning',
    reasoningParameter: 'enable_thinking',
  }),
];

/** A client over a fake network. */
export function clientOf({ provider, config }: BuiltIn, transport: Transport = new FakeTransport()): Client {
  const registry = new ProviderRegistry({ env: {}, transport, random: () => 0.5 });
  return registry.create(provider, { apiKey: 'key-0123456789', retry: { attempts: 1 }, ...config });
}

/** The wire that a config chooses. */
export function wireOf({ provider, config }: BuiltIn): Wire {
  const Plugin = builtins.find((candidate) => optionsOf(candidate)?.name === provider) as ProviderClass;
  const options = optionsOf(Plugin);
  if (!options) throw new Error(`${provider} is no plugin`);
  const plugin = new Plugin();
  let chosen: Wire | undefined;
  const registry = new ProviderRegistry({ builtins: false, env: {}, transport: new FakeTransport() });
  registry.register(
    definePlugin({
      ...options,
      wire(resolved) {
        chosen = typeof plugin.wire === 'function' ? plugin.wire(resolved) : plugin.wire;
        return chosen as Wire;
      },
    }),
  );
  registry.create(provider, { apiKey: 'key-0123456789', ...config });
  return chosen as unknown as Wire;
}
