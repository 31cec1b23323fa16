import type { CompletionStream, Delta, Framing, StreamEvent } from '../../src/plugin.ts';
import { made, sequence, wire, wired } from './acme.ts';

/** Changes what a stream says. */
export const streamed = (change: (delta: Delta) => Delta[]) =>
  wired({ decodeEvent: (data) => wire.decodeEvent(data).flatMap(change) });

/** Changes how the bytes of a stream are cut. */
export const framed = (open: Framing['open']) => wired({ framing: { ...sequence, open } });

/** Changes what the streams of a client do. */
export const streaming = (
  change: (stream: CompletionStream) => Partial<CompletionStream> & { events?: () => AsyncIterator<StreamEvent> },
) =>
  made((client) => ({
    stream(input, options) {
      const stream = client.stream(input, options);
      const changed = change(stream);
      return new Proxy(stream, {
        get: (_target, name) => {
          if (name === Symbol.asyncIterator && changed.events) return changed.events;
          const value = name in changed ? changed[name as 'abort'] : stream[name as keyof CompletionStream];
          return typeof value === 'function' ? (value as () => unknown).bind(stream) : value;
        },
      }) as never;
    },
  }));

/** Takes whatever breaks a stream for its end. */
export const swallowing = streaming((stream) => ({
  async *events() {
    try {
      for await (const event of stream) yield event;
    } catch (error) {
      const { partial: response } = error as { partial: never };
      yield { type: 'finish', finishReason: 'stop', rawFinishReason: '', usage: (response as { usage: never }).usage, response };
    }
  },
}));
