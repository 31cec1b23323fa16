import { beforeAll } from '@jest/globals';
import nock from 'nock';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import type { ProviderUnderTest, SimulatedApi } from '../../src/testing.ts';
import { describeProviderAndRequests } from '../specs/sent-requests.ts';

/** Who speaks each API that is its provider's own. */
const OWN: Record<SimulatedApi, string> = {
  anthropic: 'anthropic',
  cohere: 'cohere',
  'cohere-v1': 'cohere',
  gemini: 'gemini',
  huggingface: 'huggingface',
  'huggingface-text-generation': 'huggingface',
  ollama: 'ollama',
  openai: 'openai',
  deepseek: 'deepseek',
  siliconflow: 'siliconflow',
  kimi: 'kimi',
  'azure-openai': 'azure-openai',
};

/** OpenRouter asks for reasoning by a member of its own, which OpenAI refuses as it refuses all that it does not know. */
const OWN_MEMBER = 'it asks by a member that OpenAI has not';
const EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  openrouter: {
    'gives reasoning apart from the text, and takes it back': OWN_MEMBER,
    'gives reasoning and calls together, and takes both back': OWN_MEMBER,
  },
};

const registry = new ProviderRegistry({ env: {} });
const names = registry.list().map(({ name }) => name);

function speaker(provider: string, api: SimulatedApi): ProviderUnderTest {
  const { model } = (registry.schema(provider) as { properties: { model: { default?: string } } }).properties;
  return { provider, api, registry, except: EXCEPTIONS[provider], ...(!model.default && { config: { model: 'any-model' } }) };
}

const apisOf = (...apis: SimulatedApi[]) => apis.map((api) => speaker(OWN[api], api));

/** The providers whose APIs have formats of their own. */
export const ownFormats: readonly ProviderUnderTest[] = apisOf(
  'anthropic',
  'cohere',
  'cohere-v1',
  'gemini',
  'huggingface-text-generation',
  'ollama',
);

/** Those whose APIs are in OpenAI's format, each in its own way. */
export const ownDialects: readonly ProviderUnderTest[] = (Object.keys(OWN) as SimulatedApi[])
  .filter((api) => !ownFormats.some((other) => other.api === api))
  .map((api) => speaker(OWN[api], api));

/** All others: they speak OpenAI's dialect, on other hosts. */
export const compatible: readonly ProviderUnderTest[] = names
  .filter((name) => !Object.values(OWN).includes(name))
  .map((name) => speaker(name, 'openai'));

/** Holds each to the contract. */
export function describeAll(speakers: readonly ProviderUnderTest[]): void {
  // Nock replaces the agent, and with it every connection that could be used again.
  beforeAll(() => nock.restore());
  for (const one of speakers) describeProviderAndRequests(one);
}
