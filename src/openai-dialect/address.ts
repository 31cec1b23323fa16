import type { Call } from '../provider.ts';
import type { ResolvedConfig } from '../resolved-config.ts';
import type { DialectFacts } from './facts.ts';

/** Whether an address ends with the route of chat completions. */
export const CHAT_AT_END = /\/chat\/completions(?=\?|$)/;
/** Whether an address ends with the route of the Responses API. */
export const RESPONSES_AT_END = /\/responses(?=\?|$)/;
const ROUTE_AT_END = /\/(chat\/completions|responses)(?=\?|$)/;

/** Where a call is posted: below `baseURL`, or `baseURL` itself if the route is its end. */
export function chatAddress({ config, model }: Call, { chatPath = '/chat/completions', query }: DialectFacts): string {
  const values = { ...config, model };
  return (CHAT_AT_END.test(config.baseURL) ? '' : besideRoute(config.baseURL, filled(chatPath, values))) + queryOf(query, values);
}

/** The same for a call of the Responses API. */
export function responsesAddress({ config, model }: Call, path = '/responses', query: DialectFacts['query'] = {}): string {
  const values = { ...config, model };
  return (
    (RESPONSES_AT_END.test(config.baseURL) ? '' : besideRoute(config.baseURL, filled(path, values))) + queryOf(query, values)
  );
}

/** Where the list of models is: below `baseURL`, or beside the route that `baseURL` ends with. */
export function modelsAddress(config: ResolvedConfig, { modelsPath = '/models', query }: DialectFacts): string {
  return besideRoute(config.baseURL, filled(modelsPath, config)) + queryOf(query, config);
}

/** Where what is no chat is posted: below `baseURL`, or beside the route that `baseURL` ends with. */
export function dataAddress(
  { config, model }: { config: ResolvedConfig; model: string },
  path: string,
  query: DialectFacts['query'],
): string {
  const values = { ...config, model };
  return besideRoute(config.baseURL, filled(path, values)) + queryOf(query, values);
}

function besideRoute(baseURL: string, path: string): string {
  return ROUTE_AT_END.test(baseURL) ? baseURL.replace(ROUTE_AT_END, path) : path;
}

function queryOf(query: DialectFacts['query'] = {}, values: object): string {
  const parameters = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(filled(value, values, String))}`,
  );
  return parameters.length > 0 ? `?${parameters.join('&')}` : '';
}

/** A template with the values of its `{names}`, which in a path can't break out of their place. */
function filled(template: string, values: object, encode: (value: string) => string = encodeURIComponent): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = Object.hasOwn(values, name) ? (values as Record<string, unknown>)[name] : undefined;
    return value === undefined ? place : encode(String(value));
  });
}
