import { definePlugin, openaiDialect, type ProviderClass, type ResolvedConfig, type Wire } from '../../src/plugin.ts';
import { ROWS, type Row } from './rows.ts';

/** The resolved config of every row. */
interface RowConfig extends ResolvedConfig {
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens';
}

/** The providers that are rows of a table over the one dialect. */
export const openaiCompatibleProviders: readonly ProviderClass[] = ROWS.map((row) =>
  definePlugin<RowConfig>({ ...row, apiVersion: 1, wire: (config) => wireOf(row, config) }),
);

function wireOf(row: Row, { baseURL, maxTokensField }: RowConfig): Wire<RowConfig> {
  const { hosts = {}, variants = [], keyPath } = row;
  const { host, pathname } = new URL(baseURL);
  const variant = variants.find(({ pathEnd }) => pathEnd.test(pathname));
  const wire = openaiDialect({ ...row, ...variant?.facts, maxTokensField });
  if (!keyPath || !Object.hasOwn(hosts, host)) return wire;
  return { ...wire, probe: () => ({ path: keyPath, checksKey: true }) };
}
