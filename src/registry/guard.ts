import type { Delta } from '../delta.ts';
import { traceOf } from '../error-trace.ts';
import { InvalidConfigError, InvalidInputError, LLMError, PluginError } from '../errors.ts';
import type { Frame, FrameReader, Framing } from '../http/framing.ts';
import type { Wire } from '../provider.ts';
import type { ResolvedConfig } from '../resolved-config.ts';
import type { ModelInfo } from '../types.ts';

/** Whose code is run. */
export interface Owner {
  name: string;
  origin: string;
}

/** Runs a plugin's own code: what it throws becomes a `PluginError` that says where the plugin came from. */
export function guard<T>(owner: Owner, what: string, work: () => T): T {
  try {
    return settled(work(), what);
  } catch (error) {
    return rethrow(owner, what, error);
  }
}

/** What a plugin gave, which is needed at once. A promise is refused: nobody would wait for it, and its failure would end the process. */
export function settled<T>(given: T, what: string): T {
  if (!(given instanceof Promise)) return given;
  given.catch(() => {});
  throw new PluginError(`${what} of the plugin gives a promise: it must not be async`);
}

/** What a plugin may well throw, without its name; recognised by its code, as it may come from a copy of the package of the plugin's own. */
const ADOPTED = { INVALID_INPUT: InvalidInputError, INVALID_CONFIG: InvalidConfigError };

function rethrow({ name, origin }: Owner, what: string, error: unknown): never {
  const Kind = ADOPTED[(error as Partial<LLMError> | undefined)?.code as keyof typeof ADOPTED];
  if (error instanceof LLMError && !(error instanceof PluginError) && (error.provider || !Kind)) throw error;
  if (Kind && error instanceof Error) throw new Kind(error.message.replace(`[${name}] `, ''), { ...error, provider: name });
  const said = error instanceof PluginError ? error.message.replace(`[${name}] `, '') : `${what} of the plugin threw`;
  const cause = error instanceof PluginError ? error.cause : traceOf(error);
  throw new PluginError(`${said} (from ${origin})`, { provider: name, cause });
}

/**
 * The same for every function of a wire, each wrapped once, so that no plugin's defect looks like one of ours.
 *
 * @throws {PluginError} if the wire lacks a member that it must have.
 */
export function guardWire<C extends ResolvedConfig>(wire: Wire<C>, owner: Owner): Wire<C> {
  checkShape(wire);
  const { embeddings, rerank, models, framing } = wire;
  const wrap = <A extends unknown[], R>(object: object, what: string, called: (...given: A) => R, kind?: 'string' | 'object') => {
    return (...given: A): R => guard(owner, what, () => ofKind(settled(called.apply(object, given), what), what, kind));
  };
  return {
    capabilities: wire.capabilities,
    settings: wire.settings,
    elsewhere: wire.elsewhere,
    toolCallIds: wire.toolCallIds,
    toolNames: wire.toolNames,
    responseFormats: formatsOf(wire, owner),
    media: wire.media,
    cacheMarks: wire.cacheMarks,
    framing: { accept: framing.accept, bare: framing.bare, open: (maxEventBytes) => openGuarded(framing, maxEventBytes, owner) },
    path: wrap(wire, 'path', wire.path, 'string'),
    headers: wrap(wire, 'headers', wire.headers, 'object'),
    encode: wrap(wire, 'encode', wire.encode, 'object'),
    decode: (body) => guard(owner, 'decode', () => listOf(wire.decode(body), 'decode')),
    // Called for every event, so without a closure for each.
    decodeEvent: (data, event) => {
      try {
        return listOf(wire.decodeEvent(data, event), 'decodeEvent');
      } catch (error) {
        return rethrow(owner, 'decodeEvent', error);
      }
    },
    usage: (counters) => guard(owner, 'usage', () => wire.usage(counters)) ?? {},
    errorMessage: wrap(wire, 'errorMessage', wire.errorMessage),
    unreachable: wire.unreachable,
    ...(wire.classify && { classify: wrap(wire, 'classify', wire.classify) }),
    ...(wire.probe && { probe: wrap(wire, 'probe', wire.probe) }),
    ...(wire.sign && {
      sign: async (request, config) => {
        try {
          return ofKind((await wire.sign?.(request, config)) ?? request, 'sign', 'object');
        } catch (error) {
          return rethrow(owner, 'sign', error);
        }
      },
    }),
    ...(embeddings && {
      embeddings: {
        dimensions: embeddings.dimensions,
        maxCharacters: embeddings.maxCharacters,
        maxInputs: wrap(embeddings, 'embeddings.maxInputs', embeddings.maxInputs),
        path: wrap(embeddings, 'embeddings.path', embeddings.path, 'string'),
        encode: wrap(embeddings, 'embeddings.encode', embeddings.encode, 'object'),
        decode: (body) => guard(owner, 'embeddings.decode', () => answerWith('vectors', embeddings.decode(body))),
      },
    }),
    ...(rerank && {
      rerank: {
        maxDocuments: rerank.maxDocuments,
        path: wrap(rerank, 'rerank.path', rerank.path, 'string'),
        encode: wrap(rerank, 'rerank.encode', rerank.encode, 'object'),
        decode: (body) => guard(owner, 'rerank.decode', () => answerWith('results', rerank.decode(body))),
      },
    }),
    ...(models && {
      models: {
        path: wrap(models, 'models.path', models.path, 'string'),
        decode: (body) => guard(owner, 'models.decode', () => modelsIn(models.decode(body))),
      },
    }),
  };
}

/** By name alone or by a function of the plugin's. */
function formatsOf(wire: Wire<never>, owner: Owner): Wire['responseFormats'] {
  const { responseFormats } = wire;
  if (typeof responseFormats !== 'function') return responseFormats;
  return (...asked) => guard(owner, 'responseFormats', () => responseFormats.apply(wire, asked));
}

/** A `RangeError` is how a reader tells an event that is too large. */
function openGuarded(framing: Framing, maxEventBytes: number, owner: Owner): FrameReader {
  const reader = guard(owner, 'framing.open', () => framing.open(maxEventBytes));
  const attempt = (read: () => Frame[]): Frame[] => {
    try {
      return read();
    } catch (error) {
      if (error instanceof RangeError) throw error;
      return rethrow(owner, 'framing', error);
    }
  };
  return { read: (bytes) => attempt(() => reader.read(bytes)), end: () => attempt(() => reader.end()) };
}

const FUNCTIONS = ['path', 'headers', 'encode', 'decode', 'decodeEvent', 'usage', 'errorMessage'] as const;

function checkShape(wire: Wire<never>): void {
  const lacking = [
    ...FUNCTIONS.filter((member) => typeof wire[member] !== 'function'),
    ...(['capabilities', 'settings'] as const).filter((member) => !Array.isArray(wire[member])),
    ...(typeof wire.framing?.open === 'function' ? [] : ['framing']),
  ];
  if (lacking.length > 0) throw new PluginError(`the wire of the plugin lacks ${lacking.join(', ')}`);
}

function ofKind<T>(given: T, what: string, kind: 'string' | 'object' | undefined): T {
  if (!kind || (typeof given === kind && given !== null)) return given;
  throw new PluginError(`${what} of the plugin gives no ${kind}`);
}

const isListOfObjects = (list: unknown): boolean =>
  Array.isArray(list) && list.every((one) => typeof one === 'object' && one !== null);

function listOf(deltas: Delta[], what: string): Delta[] {
  if (isListOfObjects(settled(deltas, what))) return deltas;
  throw new PluginError('the wire of the plugin gives no list of deltas');
}

/** An answer whose list of this name holds objects. What `decode` takes for no answer stays none. */
function answerWith<M extends string, T extends Readonly<Record<M, readonly object[]>>>(
  member: M,
  answer: T | undefined,
): T | undefined {
  if (!settled(answer, 'decode') || isListOfObjects(answer?.[member])) return answer || undefined;
  throw new PluginError(`the wire of the plugin gives no list of ${member}`);
}

function modelsIn(models: ModelInfo[] | undefined): ModelInfo[] | undefined {
  if (!settled(models, 'models.decode') || isListOfObjects(models)) return models || undefined;
  throw new PluginError('the wire of the plugin gives no list of models');
}
