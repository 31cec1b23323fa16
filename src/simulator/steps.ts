import type { Fault } from './fault.ts';
import type { Body, Piece } from './wire.ts';

/** What to do next with a connection: send, send so many spaces, wait so many milliseconds, or close the socket. */
type Step = { send: Piece } | { spaces: number } | { waitMs: number } | 'cut';

/** What breaks a whole answer in its middle. */
const BREAKS_WITHIN = new Set<Fault['break']>(['cut', 'cut-inside', 'end']);

/** The sending of a body, with its fault, step by step. After the last step the body ends. */
export function* stepsOf(body: Body, fault: Fault): Generator<Step> {
  const { before, after } = split(body, fault);
  yield* paced(before, fault);
  const [next = '', ...rest] = after;
  switch (fault.break) {
    case 'cut':
      yield 'cut';
      return;
    case 'cut-inside':
      yield { send: half(next) };
      yield 'cut';
      return;
    case 'end':
      return;
    case 'error':
      yield { send: body.error };
      return;
    case 'malformed':
      yield* padded(spoil(next), fault);
      break;
    case 'stall':
      yield* silence(body, fault);
      yield* padded(next, fault);
      break;
    default:
      yield* padded(next, fault);
  }
  yield* paced(rest, fault);
}

function split(body: Body, fault: Fault): { before: Piece[]; after: Piece[] } {
  const { opening, tokens, closing } = body;
  const isSome = (piece: Piece) => piece.length > 0;
  if (opening === '' && tokens.length === 0) {
    const middle = BREAKS_WITHIN.has(fault.break) ? middleOf(closing) : 0;
    return { before: [closing.slice(0, middle)].filter(isSome), after: [closing.slice(middle)] };
  }
  const { after = 0 } = fault;
  const before = after > 0 ? [opening, ...tokens.slice(0, after)] : [];
  const left = after > 0 ? [...tokens.slice(after), closing] : [opening, ...tokens, closing];
  return { before: before.filter(isSome), after: left.filter(isSome) };
}

/** Text stays text: only that has line ends. */
export function joined(pieces: readonly Piece[]): Piece {
  if (pieces.every((piece) => typeof piece === 'string')) return pieces.join('');
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece as Uint8Array)));
}

/** Never between the two halves of a character outside the basic plane. */
function middleOf(text: string): number {
  const middle = text.length >> 1;
  return (text.codePointAt(middle - 1) ?? 0) > 0xffff ? middle + 1 : middle;
}

function* paced(pieces: readonly Piece[], { eventDelayMs }: Fault): Generator<Step> {
  if (eventDelayMs === undefined) {
    if (pieces.length > 0) yield { send: joined(pieces) };
    return;
  }
  for (const send of pieces) {
    yield { send };
    yield { waitMs: eventDelayMs };
  }
}

/** White space before a JSON value is a part of it that means nothing. */
function* padded(piece: Piece, fault: Fault): Generator<Step> {
  if (fault.padBytes === undefined || typeof piece !== 'string') return yield* paced([piece], fault);
  const start = Math.max(0, piece.search(/[[{]/));
  yield { send: piece.slice(0, start) };
  yield { spaces: fault.padBytes };
  yield* paced([piece.slice(start)], fault);
}

function* silence({ keepAlive }: Body, { stallMs = Number.POSITIVE_INFINITY, keepAliveMs }: Fault): Generator<Step> {
  if (keepAliveMs === undefined) return yield { waitMs: stallMs };
  for (let left = stallMs; left > 0; left -= keepAliveMs) {
    yield { send: keepAlive };
    yield { waitMs: Math.min(keepAliveMs, left) };
  }
}

/** Ends inside a character if there is one of several bytes. */
function half(piece: Piece): Uint8Array {
  const bytes = Buffer.from(piece);
  const long = bytes.findIndex((byte) => byte > 0x7f);
  return bytes.subarray(0, long < 0 ? bytes.length >> 1 : long + 1);
}

function spoil(piece: Piece): Piece {
  if (typeof piece !== 'string') return piece.subarray(0, -1);
  return piece.replace(/\S(\s*)$/, '$1');
}
