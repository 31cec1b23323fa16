import schema from '../../schemas/providers/cohere.json' with { type: 'json' };
import { type ProviderPlugin, provider, type Wire } from '../../src/plugin.ts';
import type { CohereConfig } from './api.ts';
import { wireV1 } from './wire-v1.ts';
import { wireV2 } from './wire-v2.ts';

const HOSTS = { 'api.cohere.com': '/v2', 'api.cohere.ai': '/v1' };

/** Cohere's Command models, over its [Chat API](https://docs.cohere.com/reference/chat), v2 or v1. */
@provider({ name: 'cohere', schema, apiVersion: 1, hosts: HOSTS })
export class CohereProvider implements ProviderPlugin<CohereConfig> {
  /** A whole address stands for what is before its route. */
  address(given: string): string {
    return given.replace(/(\/v[12])\/(chat|embed|rerank)\/*$/, '$1');
  }

  /** An explicit `apiVersion` decides, else the path of `baseURL`. */
  wire({ apiVersion, baseURL }: CohereConfig): Wire<CohereConfig> {
    const version = apiVersion ?? (new URL(baseURL).pathname.endsWith('/v1') ? 'v1' : 'v2');
    return version === 'v1' ? wireV1 : wireV2;
  }

  /** On Cohere's own hosts the version in the path follows an explicit `apiVersion`; any other URL is used as given. */
  configure(config: CohereConfig): CohereConfig {
    const { apiVersion, baseURL } = config;
    if (!apiVersion || !Object.hasOwn(HOSTS, new URL(baseURL).hostname)) return config;
    return { ...config, baseURL: baseURL.replace(/\/v[12]$/, `/${apiVersion}`) };
  }
}
