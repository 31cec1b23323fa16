import { sse, textOf } from 'plugboard/plugin';
import { SECRET } from './sign.js';

const REASONS = { done: 'stop', cut: 'length', withheld: 'content_filter' };

/** Statuses that the kinds of failure have as HTTP answers: inside a stream only the kind is told. */
const STATUSES = { busy: 503, limit: 429, signature: 401, request: 400 };

/** The pure mapping between Plugboard's types and the API. */
export const wire = {
  capabilities: ['chat', 'stream', 'models'],
  settings: ['maxTokens', 'temperature', 'stop'],
  framing: sse,
  path: () => '/answers',
  headers: ({ keyId }, apiKey) => ({ 'x-signed-id': keyId, [SECRET]: apiKey }),

  encode: ({ model, messages, maxTokens, temperature, stop, stream }) => ({
    model,
    turns: messages.map(({ role, content }) => ({ by: role, says: textOf(content) })),
    most_tokens: maxTokens,
    heat: temperature,
    stop_at: stop,
    live: stream,
  }),

  decode(body) {
    if (typeof body?.says !== 'string') return failuresIn(body);
    return decodePieces(body);
  },

  decodeEvent: (data) => [...failuresIn(data), ...decodePieces(data)],

  usage: ({ read, written }) => ({ promptTokens: read, completionTokens: written }),
  errorMessage: (body) => body?.wrong?.words,
  classify: ({ body }) => ({ providerType: body?.wrong?.kind }),

  models: {
    path: () => '/models',
    decode: (body) => body?.models?.map((id) => ({ id, raw: id })),
  },
};

/** A whole answer has all of these members, an event of a stream some of them. */
function decodePieces(piece) {
  const { id, model, says, counted, ended } = piece ?? {};
  const deltas = [];
  if (id || model) deltas.push({ type: 'response', id, model });
  if (typeof says === 'string') deltas.push({ type: 'text', text: says });
  if (counted) deltas.push({ type: 'usage', counters: counted });
  if (ended) deltas.push({ type: 'finish', reason: REASONS[ended] ?? 'other', raw: ended }, { type: 'end' });
  return deltas;
}

function failuresIn(body) {
  const { kind, words } = body?.wrong ?? {};
  return words ? [{ type: 'error', message: words, providerType: kind, status: STATUSES[kind] }] : [];
}
