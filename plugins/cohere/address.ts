import type { CohereConfig } from './api.ts';

/** A route of v2, which is beside v1 where `baseURL` ends in that. */
export function v2At({ baseURL }: CohereConfig, route: string): string {
  return baseURL.replace(/\/v1$/, '/v2') + route;
}
