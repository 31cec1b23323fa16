import type { Delta } from '../../src/delta.ts';
import { event, finish, usage } from './delta-wire.ts';
import type { FakeAnswer } from './fake-transport.ts';

/** The delta of a call as a model writes it; arguments that are no text are written as JSON. */
export function calling(name: string, args: unknown = {}, id = `id-of-${name}`): Delta {
  const argumentsText = typeof args === 'string' ? args : JSON.stringify(args);
  return { type: 'tool-call', key: id, id, name, argumentsText, mode: 'whole' };
}

/** A whole answer of the delta wire. */
export function whole(...deltas: Delta[]): FakeAnswer {
  return { chunks: [JSON.stringify([...deltas, finish(), usage(10, 1)])] };
}

/** The same answer as a stream. */
export function streamed(...deltas: Delta[]): FakeAnswer {
  return { chunks: [...deltas.map((delta) => event(delta)), event(finish(), usage(10, 1)), 'data: [DONE]\n\n'] };
}
