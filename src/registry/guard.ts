import { LLMError, PluginError } from '../errors.ts';
import type { ResolvedConfig, Wire } from '../provider.ts';

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

/** The same for every function of a wire, each wrapped once. */
export function guardWire<C extends ResolvedConfig>(wire: Wire<C>, owner: Owner): Wire<C> {
  const { models } = wire;
  const wrap = <A extends unknown[], R>(object: object, what: string, called: (...given: A) => R) => {
    return (...given: A): R => {
      try {
        return called.apply(object, given);
      } catch (error) {
        return rethrow(owner, what, error);
      }
    };
  };
  return {
    capabilities: wire.capabilities,
    settings: wire.settings,
    framing: wire.framing,
    path: wrap(wire, 'path', wire.path),
    headers: wrap(wire, 'headers', wire.headers),
    encode: wrap(wire, 'encode', wire.encode),
    decode: wrap(wire, 'decode', wire.decode),
    // Called for every event, so without the cost of passing any number of arguments on.
    decodeEvent: (data, event) => {
      try {
        return wire.decodeEvent(data, event);
      } catch (error) {
        return rethrow(owner, 'decodeEvent', error);
      }
    },
    usage: wrap(wire, 'usage', wire.usage),
    errorMessage: wrap(wire, 'errorMessage', wire.errorMessage),
    ...(wire.classify && { classify: wrap(wire, 'classify', wire.classify) }),
    ...(wire.probe && { probe: wrap(wire, 'probe', wire.probe) }),
    ...(wire.sign && { sign: wire.sign.bind(wire) }),
    ...(models && {
      models: { path: wrap(models, 'models.path', models.path), decode: wrap(models, 'models.decode', models.decode) },
    }),
  };
}

/** A defect in code says nothing of the data it met; the message of any other error may quote the prompt. */
function tellableCause(error: unknown): unknown {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError ? error : undefined;
}
