import { PluginError } from '../errors.ts';
import type { Clock } from '../provider.ts';

/** How long a module may take. */
export interface ImportLimit {
  clock: Clock;
  limitMs: number;
}

const CANT_STRIP = new Set([
  'ERR_UNKNOWN_FILE_EXTENSION',
  'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING',
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
  'ERR_INVALID_TYPESCRIPT_SYNTAX',
  'ERR_NO_TYPESCRIPT',
]);

/**
 * What a module exports.
 *
 * @throws {PluginError} for one that can't be imported, throws, or is not ready in time.
 */
export async function importModule(
  url: string,
  origin: string,
  { clock, limitMs }: ImportLimit,
): Promise<Record<string, unknown>> {
  let cancel = () => {};
  const late = new Promise<never>((_resolve, reject) => {
    const what = `the plugin "${origin}" was not imported within ${limitMs} ms: it waits for something while it is loaded`;
    cancel = clock.schedule(() => reject(new PluginError(`${what} (the registry's option importTimeoutMs)`)), limitMs);
  });
  try {
    return (await Promise.race([import(url), late])) as Record<string, unknown>;
  } catch (cause) {
    throw cause instanceof PluginError
      ? cause
      : new PluginError(`the plugin "${origin}" can't be loaded: ${why(cause, url)}`, { cause });
  } finally {
    cancel();
  }
}

function why(cause: unknown, url: string): string {
  const { code, message = String(cause), name } = (cause ?? {}) as { code?: string; message?: string; name?: string };
  if (!/\.[cm]?ts$/.test(url)) return message;
  const isNotStripped = CANT_STRIP.has(code ?? '') || name === 'SyntaxError';
  const how = 'compile it to JavaScript, or run it with a loader such as tsx';
  return isNotStripped ? `it is TypeScript that this Node does not read (${message}); ${how}` : message;
}
