import { createParser } from 'eventsource-parser';

/** One event of a stream. */
export interface Frame {
  /** The event's name, where the framing has names. */
  event?: string | undefined;
  data: string;
}

/** Cuts one stream's bytes into events. It keeps what is unfinished, so one reader serves one stream. */
export interface FrameReader {
  /** The events that these bytes complete. */
  read(bytes: Uint8Array): Frame[];
  /** What the end of the body completes. */
  end(): Frame[];
}

/** A way to cut bytes into events. */
export interface Framing {
  /** The `Accept` header that asks for it. */
  readonly accept: string;
  /** Whether an event is nothing but JSON. Where not, a body that begins with JSON is no stream but a whole answer. */
  readonly bare: boolean;
  /** A reader that refuses an event of more than `maxEventBytes` with a `RangeError`. */
  open(maxEventBytes: number): FrameReader;
}

/** Server-sent events. */
export const sse: Framing = {
  accept: 'text/event-stream',
  bare: false,
  open(maxEventBytes) {
    const decoder = new TextDecoder();
    let frames: Frame[] = [];
    const parser = createParser({
      maxBufferSize: maxEventBytes,
      onEvent({ event, data }) {
        refuseGiant(data, maxEventBytes);
        frames.push({ event, data });
      },
      // Anything else it reports, such as an unknown field, is to be ignored by the specification.
      onError({ type }) {
        if (type === 'max-buffer-size-exceeded') throw giantEvent(maxEventBytes);
      },
    });
    const feed = (text: string) => {
      frames = [];
      parser.feed(text);
    };
    return giveBeforeFailing({
      read: (bytes) => feed(decoder.decode(bytes, { stream: true })),
      // Servers forget the blank line after their last event, so the end of the body stands for it.
      end: () => feed(`${decoder.decode()}\n\n`),
      take: () => frames,
    });
  },
};

/** A `data:` before the JSON; or a whole line that is a comment or another field. */
const NOT_JSON = /^\s*(data:|(event|id|retry)?:.*)/;

/** One JSON value a line. Gateways send the same lines as server-sent events, whatever was asked for: their field names are left out. */
export const jsonLines: Framing = {
  accept: 'application/x-ndjson, application/stream+json, application/json',
  bare: true,
  open(maxEventBytes) {
    const decoder = new TextDecoder();
    // The pieces of the unfinished line. Only new text is searched, so that one giant line costs linear time.
    let pieces: string[] = [];
    let length = 0;

    const keep = (piece: string) => {
      length += piece.length;
      if (length > maxEventBytes) throw giantEvent(maxEventBytes);
      pieces.push(piece);
    };
    let frames: Frame[] = [];
    const complete = (lastPiece: string) => {
      const data = (pieces.length === 0 ? lastPiece : pieces.join('') + lastPiece).replace(NOT_JSON, '').trim();
      pieces = [];
      length = 0;
      refuseGiant(data, maxEventBytes);
      if (data !== '') frames.push({ data });
    };
    const feed = (text: string) => {
      frames = [];
      let start = 0;
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
        complete(text.slice(start, end));
        start = end + 1;
      }
      if (start < text.length) keep(text.slice(start));
    };
    return giveBeforeFailing({
      read: (bytes) => feed(decoder.decode(bytes, { stream: true })),
      end: () => feed(`${decoder.decode()}\n`),
      take: () => frames,
    });
  },
};

interface Feeder {
  read(bytes: Uint8Array): void;
  end(): void;
  /** The events that were complete, even where the feeding then failed. */
  take(): Frame[];
}

/** Events that came before a giant one are given first; the failure follows at the next call. */
function giveBeforeFailing(feeder: Feeder): FrameReader {
  let failure: unknown;
  const attempt = (feed: () => void): Frame[] => {
    if (failure) throw failure;
    try {
      feed();
    } catch (error) {
      failure = error;
      if (feeder.take().length === 0) throw error;
    }
    return feeder.take();
  };
  return { read: (bytes) => attempt(() => feeder.read(bytes)), end: () => attempt(() => feeder.end()) };
}

function refuseGiant(data: string, maxEventBytes: number): void {
  // Counting bytes walks the whole string; no UTF-16 unit takes more than three.
  if (data.length * 3 > maxEventBytes && Buffer.byteLength(data) > maxEventBytes) throw giantEvent(maxEventBytes);
}

function giantEvent(maxEventBytes: number): RangeError {
  return new RangeError(`an event is larger than ${maxEventBytes} bytes`);
}
