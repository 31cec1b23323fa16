import { LLMError, PluginError } from '../errors.ts';
import type { HttpRequest } from '../http/transport.ts';
import type { Delta, ResolvedConfig, Wire } from '../provider.ts';

/** Whose code is run. */
export interface Owner {
  name: string;
  origin: string;
}

/** Runs a plugin's own code: what it throws becomes a `PluginError` that says where the plugin came from. */
export function guard<T>(owner: Owner, what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    return rethrow(owner, what, error);
  }
}

function rethrow({ name, origin }: Owner, what: string, error: unknown): never {
  if (error instanceof LLMError && !(error instanceof PluginError)) throw error;
  const said = error instanceof PluginError ? error.message.replace(`[${name}] `, '') : `${what} of the plugin threw`;
  const cause = error instanceof PluginError ? error.cause : tellableCause(error);
  throw new PluginError(`${said} (from ${origin})`, { provider: name, cause });
}

/**
 * The same for every function of a wire, each wrapped once, so that no plugin's defect looks like one of ours.
 *
 * @throws {PluginError} if the wire lacks a member that it must have.
 */
export function guardWire<C extends ResolvedConfig>(wire: Wire<C>, owner: Owner): Wire<C> {
  checkShape(wire, owner);
  const { models, framing } = wire;
  const wrap = <A extends unknown[], R>(object: object, what: string, called: (...given: A) => R) => {
    return (...given: A): R => guard(owner, what, () => called.apply(object, given));
  };
  return {
    capabilities: wire.capabilities,
    settings: wire.settings,
    framing: { accept: framing.accept, bare: framing.bare, open: wrap(framing, 'framing.open', framing.open) },
    path: wrap(wire, 'path', wire.path),
    headers: wrap(wire, 'headers', wire.headers),
    encode: wrap(wire, 'encode', wire.encode),
    decode: (body) => listFrom(owner, 'decode', () => wire.decode(body)),
    decodeEvent: (data, event) => listFrom(owner, 'decodeEvent', () => wire.decodeEvent(data, event)),
    usage: wrap(wire, 'usage', wire.usage),
    errorMessage: wrap(wire, 'errorMessage', wire.errorMessage),
    ...(wire.classify && { classify: wrap(wire, 'classify', wire.classify) }),
    ...(wire.probe && { probe: wrap(wire, 'probe', wire.probe) }),
    ...(wire.sign && {
      sign: (request, config) =>
        guard(owner, 'sign', () => wire.sign?.(request, config) as Promise<HttpRequest>).catch((error) =>
          rethrow(owner, 'sign', error),
        ),
    }),
    ...(models && {
      models: { path: wrap(models, 'models.path', models.path), decode: wrap(models, 'models.decode', models.decode) },
    }),
  };
}

const FUNCTIONS = ['path', 'headers', 'encode', 'decode', 'decodeEvent', 'usage', 'errorMessage'] as const;

function checkShape(wire: Wire<never>, { name, origin }: Owner): void {
  const lacking = [
    ...FUNCTIONS.filter((member) => typeof wire[member] !== 'function'),
    ...(['capabilities', 'settings'] as const).filter((member) => !Array.isArray(wire[member])),
    ...(typeof wire.framing?.open === 'function' ? [] : ['framing']),
  ];
  if (lacking.length > 0)
    throw new PluginError(`the wire of the plugin lacks ${lacking.join(', ')} (from ${origin})`, { provider: name });
}

function listFrom(owner: Owner, what: string, work: () => Delta[]): Delta[] {
  const deltas = guard(owner, what, work);
  if (Array.isArray(deltas)) return deltas;
  throw new PluginError(`${what} of the plugin gives no list of deltas (from ${owner.origin})`, { provider: owner.name });
}

/** What was thrown and where, without its message and members: those may quote the prompt, or the key. */
function tellableCause(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const told = new Error(error.name);
  told.stack = `${error.name}\n${(error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')}`;
  return told;
}
