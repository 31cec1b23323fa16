import {
  type ChoosingConfig,
  definePlugin,
  InvalidConfigError,
  openaiApi,
  type ProviderClass,
  type Wire,
} from '../../src/plugin.ts';
import { ROWS, type Row } from './rows.ts';

/** The providers that are rows of a table over OpenAI's two APIs. */
export const openaiCompatibleProviders: readonly ProviderClass[] = ROWS.map((row) =>
  definePlugin({ ...row, apiVersion: 1, wire: (config) => wireOf(row, config) }),
);

function wireOf(row: Row, config: ChoosingConfig): Wire {
  const { hosts = {}, variants = [], keyPath } = row;
  const { host, origin, pathname } = new URL(config.baseURL);
  const variant = variants.find(({ pathEnd }) => pathEnd.test(pathname));
  if (variant?.onlyChat && config.api === 'responses')
    throw new InvalidConfigError(`api: "responses" is not at ${pathname}: end baseURL with the resource, ${origin}`, {
      provider: row.name,
    });
  const wire = openaiApi(config, { ...row, ...variant?.facts });
  if (!keyPath || !Object.hasOwn(hosts, host)) return wire;
  return { ...wire, probe: () => ({ path: keyPath, checksKey: true }) };
}
