import { definePlugin, openaiDialect, type ProviderClass, type ResolvedConfig, type Wire } from '../../src/plugin.ts';
import { ROWS, type Row } from './rows.ts';

/** The providers that are rows of a table over the one dialect. */
export const openaiCompatibleProviders: readonly ProviderClass[] = ROWS.map((row) =>
  definePlugin({ ...row, apiVersion: 1, wire: (config) => wireOf(row, config) }),
);

function wireOf(row: Row, { baseURL }: ResolvedConfig): Wire {
  const { hosts = {}, variants = [], keyPath } = row;
  const { host, pathname } = new URL(baseURL);
  const variant = variants.find(({ pathEnd }) => pathEnd.test(pathname));
  const wire = openaiDialect({ ...row, ...variant?.facts });
  if (!keyPath || !Object.hasOwn(hosts, host)) return wire;
  return { ...wire, probe: () => ({ path: keyPath, checksKey: true }) };
}
