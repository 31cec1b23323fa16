import { bearer, type Endpoint, NOW, type SimulatedWire } from '../wire.ts';
import { type AnswerFacts, encodeStream, encodeWhole } from './chat-completions-answer.ts';
import { createCheck, type RequestFacts } from './chat-completions-request.ts';

/** What one API that speaks OpenAI's dialect does in its own way. */
export interface ChatFacts extends Omit<SimulatedWire, 'key' | 'endpoints'> {
  key?: SimulatedWire['key'];
  /** The paths that answer. Default: `/chat/completions` below `base`. */
  paths?: readonly (string | RegExp)[];
  /** What is listed at which paths. Default: `/models` below `base`. */
  models: { paths?: readonly string[]; isPublic?: true; ids: readonly string[]; more?: object };
  /** Endpoints beside these. */
  endpoints?: readonly Endpoint[];
  request: RequestFacts;
  answer: AnswerFacts;
}

/** An API that speaks OpenAI's dialect. */
export function chatCompletions({ request, answer, models, paths, endpoints = [], ...wire }: ChatFacts): SimulatedWire {
  const { base } = wire;
  const check = createCheck(request);
  const listed = models.ids.map((id) => ({ id, object: 'model', created: NOW.unix, owned_by: ownerOf(id), ...models.more }));
  return {
    key: bearer,
    ...wire,
    endpoints: [
      ...(paths ?? [`${base}/chat/completions`]).map(
        (path): Endpoint => ({
          method: 'POST',
          path,
          check,
          encode: (exchange) => encodeWhole(answer, exchange),
          stream: (exchange) => encodeStream(answer, exchange),
        }),
      ),
      ...(models.paths ?? [`${base}/models`]).map(
        (path): Endpoint => ({
          method: 'GET',
          path,
          ...(models.isPublic && { isPublic: true }),
          body: { object: 'list', data: listed },
        }),
      ),
      ...endpoints,
    ],
  };
}

function ownerOf(id: string): string {
  return id.includes('/') ? id.replace(/\/.*$/, '') : 'system';
}
