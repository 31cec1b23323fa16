import type { ChatEndpoint } from '../wire.ts';
import { encodeStream, encodeWhole } from './responses-answer.ts';
import { checkResponses } from './responses-request.ts';

/** OpenAI's [Responses API](https://platform.openai.com/docs/api-reference/responses), at a path. What is asked is not kept, whatever `store` says. */
export function responsesAt(path: string): ChatEndpoint {
  return { method: 'POST', path, check: checkResponses, encode: encodeWhole, stream: encodeStream };
}
