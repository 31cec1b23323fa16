import { InvalidConfigError, type Probe, parseChatTemplate } from '../../src/plugin.ts';
import type { HuggingFaceConfig } from './api.ts';

/** The host of the old Inference API. It answers 410 since November 2025. */
export const GONE_HOST = 'api-inference.huggingface.co';

/** Where chat and hf-inference are now. */
export const ROUTER = 'https://router.huggingface.co';

/** The router's list of models is public, but the hub tells whose a token is. */
export const WHO_AM_I: Probe = { path: 'https://huggingface.co/api/whoami-v2', checksKey: true };

export function isRouter({ baseURL }: HuggingFaceConfig): boolean {
  return new URL(baseURL).origin === ROUTER;
}

/** Whose embeddings a base URL has: the hub's, or those of a server, in OpenAI's words or in its own. */
export function embeddingsAt(config: HuggingFaceConfig): 'hub' | 'openai' | 'server' {
  const { pathname } = new URL(config.baseURL);
  if (isRouter(config) || isOfHub(config.baseURL)) return 'hub';
  return /\/v1(\/chat\/completions)?$/.test(pathname) ? 'openai' : 'server';
}

/** Where the hub has a model. */
export function modelAt(config: HuggingFaceConfig, model: string): string {
  const hub = isRouter(config) ? `${ROUTER}/hf-inference` : config.baseURL.replace(/\/models(\/.*)?$/, '');
  return `${hub}/models/${encodeModel(model)}`;
}

/** A server, without the route that `baseURL` may end with. */
export function serverAt({ baseURL }: HuggingFaceConfig): string {
  return baseURL.replace(/\/(v1(\/chat\/completions)?|generate)$/, '');
}

/** The slashes of a model's name stay. */
export function encodeModel(model: string): string {
  return model.split('/').map(encodeURIComponent).join('/');
}

/** A hub token, and who pays. */
export function headers({ billTo }: HuggingFaceConfig, apiKey: string | undefined): Record<string, string> {
  return {
    ...(apiKey && { authorization: `Bearer ${apiKey}` }),
    ...(billTo && { 'x-hf-bill-to': billTo }),
  };
}

/** Whether the base URL, or else `api`, means text generation. A path that ends as OpenAI's do is chat, wherever it lies. */
export function speaksTextGeneration({ api, baseURL }: HuggingFaceConfig): boolean {
  if (api) return api === 'text-generation';
  const { pathname } = new URL(baseURL);
  if (/\/(v1|chat\/completions)$/.test(pathname)) return false;
  return /\/(hf-inference|models|generate)(\/|$)/.test(pathname);
}

/**
 * The router speaks text generation below `/hf-inference` alone. TGI's route for streams stands for the one beside it: the wire
 * chooses between them.
 *
 * @throws {InvalidConfigError} for the host that is gone, and for a chat template that is none.
 */
export function configure(config: HuggingFaceConfig): HuggingFaceConfig {
  const { hostname, pathname } = new URL(config.baseURL);
  if (hostname === GONE_HOST) {
    throw new InvalidConfigError(
      `baseURL: ${GONE_HOST} is gone; write ${ROUTER}/v1 for chat, or ${ROUTER}/hf-inference for text generation`,
      { provider: 'huggingface' },
    );
  }
  checkTemplate(config);
  const isElsewhere = config.api === 'text-generation' && isRouter(config) && /^(\/v1)?\/?$/.test(pathname);
  return { ...config, baseURL: isElsewhere ? `${ROUTER}/hf-inference` : withoutRoute(config.baseURL) };
}

/** A whole address of embeddings or of a ranking stands for its server; on the hub a model may be called so. */
function withoutRoute(baseURL: string): string {
  if (isOfHub(baseURL)) return baseURL;
  return baseURL
    .replace(/\/generate_stream$/, '/generate')
    .replace(/\/v1\/embeddings$/, '/v1')
    .replace(/\/(embed|rerank)$/, '');
}

function isOfHub(baseURL: string): boolean {
  return /\/(hf-inference|models)(\/|$)/.test(new URL(baseURL).pathname);
}

function checkTemplate({ chatTemplate }: HuggingFaceConfig): void {
  if (chatTemplate === undefined) return;
  try {
    parseChatTemplate(chatTemplate);
  } catch (cause) {
    const { message } = cause as Error;
    throw new InvalidConfigError(`chatTemplate: is no Jinja template: ${message}`, { provider: 'huggingface', cause });
  }
}
