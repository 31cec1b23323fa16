import { beforeAll } from '@jest/globals';
import nock from 'nock';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import { cancelling } from '../../src/testing/rules/cancelling.ts';
import { connections } from '../../src/testing/rules/connections.ts';
import { deliveries } from '../../src/testing/rules/deliveries.ts';
import type { RegisteredProvider, SimulatedApi } from '../../src/testing.ts';
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
  'openai-responses': 'openai',
  deepseek: 'deepseek',
  siliconflow: 'siliconflow',
  kimi: 'kimi',
  'azure-openai': 'azure-openai',
};

type Exceptions = NonNullable<RegisteredProvider['except']>;

/**
 * Rules whose work is core's, for providers that are rows of a table: how bytes come, how calls end and are made again, what becomes
 * of connections. Nothing of a row's own has a part in it. What a row says itself, as the failures that it names and the longest list
 * that it takes, is tested for each.
 */
const AS_CUSTOM = 'core does it as for custom';
const OF_CORE: Exceptions = Object.fromEntries(
  [
    ...[...deliveries, ...cancelling, ...connections].map(({ rule }) => rule),
    'throws, with the answer so far, when nothing but keep-alives comes',
    'throws when nothing but keep-alives comes before the first content',
    'throws, with the answer so far, when an event is larger than maxEventBytes',
    'reads neither a giant answer nor a giant error to its end',
    'ends after its last event where the server keeps the connection open',
    'tries a stream again that fails before its first content',
    'succeeds after failures, and tells how many attempts it took',
    'makes as many attempts as retry.attempts says',
    'waits as long as the provider asks',
    'obeys x-should-retry',
    'tries again when the connection is cut before an answer',
    'ends an attempt that takes too long, naming the setting, and tries again',
    'ends all attempts at the deadline, naming the setting',
    'has four requests for vectors under way at a time, no more, and all end with the signal',
    'tries a part again that fails, and only that one',
    'gives no vectors when a part of them fails, and says which',
    'is not available when the answer takes too long or the caller goes away, and never throws',
    'shows neither key nor prompt after a time-out',
  ].map((rule) => [rule, AS_CUSTOM]),
);

/** Some ask by a member of their own, which OpenAI refuses as it refuses all that it does not know. */
const OWN_MEMBER = 'it asks by a member that OpenAI has not';
const EXCEPTIONS: Readonly<Record<string, Exceptions>> = {
  openrouter: {
    'gives reasoning apart from the text, and takes it back': OWN_MEMBER,
    'gives reasoning and calls together, and takes both back': OWN_MEMBER,
    'asks for every effort and every budget in a way that the API takes, or refuses it before anything is sent': OWN_MEMBER,
    'asks for no more thoughts by the effort none than by nothing': OWN_MEMBER,
    'sends back byte for byte what only the provider understands of its thoughts': OWN_MEMBER,
  },
  mistral: {
    'gives vectors of the length that is asked for, or refuses to ask for it': OWN_MEMBER,
    'sends a PDF, its bytes unchanged, or refuses it before anything is sent': OWN_MEMBER,
  },
  perplexity: { 'sends a PDF, its bytes unchanged, or refuses it before anything is sent': OWN_MEMBER },
};

/** The same on OpenAI's Responses API. */
const RESPONSES_EXCEPTIONS: Readonly<Record<string, Exceptions>> = {
  lmstudio: { 'asks for no more thoughts by the effort none than by nothing': 'it has no effort none' },
};

const registry = new ProviderRegistry({ env: {} });
const names = registry.list().map(({ name }) => name);

function speaker(provider: string, api: SimulatedApi, exceptions: Exceptions = {}): RegisteredProvider {
  const { model } = (registry.schema(provider) as { properties: { model: { default?: string } } }).properties;
  const except = { ...exceptions, ...(api === 'openai' && EXCEPTIONS[provider]) };
  const config = { ...(!model.default && { model: 'any-model' }), ...(api === 'openai-responses' && { api: 'responses' }) };
  return { provider, api, registry, except, config };
}

const apisOf = (...apis: SimulatedApi[]) => apis.map((api) => speaker(OWN[api], api));

/** The providers whose APIs have formats of their own. */
export const ownFormats: readonly RegisteredProvider[] = apisOf(
  'anthropic',
  'cohere',
  'cohere-v1',
  'gemini',
  'huggingface-text-generation',
  'ollama',
);

/** Those whose APIs are in OpenAI's format, each in its own way. */
export const ownDialects: readonly RegisteredProvider[] = (Object.keys(OWN) as SimulatedApi[])
  .filter((api) => !ownFormats.some((other) => other.api === api))
  .map((api) => speaker(OWN[api], api));

/** All others: they speak OpenAI's dialect, on other hosts. */
export const compatible: readonly RegisteredProvider[] = [
  ...names
    .filter((name) => !Object.values(OWN).includes(name))
    .map((name) => speaker(name, 'openai', name === 'custom' ? {} : OF_CORE)),
  ...names
    .filter((name) => name !== 'openai' && choosesApi(name, 'responses'))
    .map((name) => speaker(name, 'openai-responses', { ...OF_CORE, ...RESPONSES_EXCEPTIONS[name] })),
];

/** Whether a provider's config has a key `api` that can be this. */
function choosesApi(name: string, api: string): boolean {
  const { properties } = registry.schema(name) as unknown as { properties: { api?: { enum?: readonly string[] } } };
  return properties.api?.enum?.includes(api) ?? false;
}

/** Holds each to the contract. */
export function describeAll(speakers: readonly RegisteredProvider[]): void {
  // Nock replaces the agent, and with it every connection that could be used again.
  beforeAll(() => nock.restore());
  for (const one of speakers) describeProviderAndRequests(one);
}
