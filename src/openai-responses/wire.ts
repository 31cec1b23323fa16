import { responsesAddress } from '../openai-dialect/address.ts';
import { SETTINGS as CHAT_SETTINGS } from '../openai-dialect/facts.ts';
import { openaiDialect } from '../openai-dialect/wire.ts';
import type { Setting, Wire } from '../provider.ts';
import { decodeAnswer } from './decode.ts';
import { decodeEvent } from './decode-event.ts';
import { encodeRequest } from './encode.ts';
import { type BothFacts, SETTINGS } from './facts.ts';
import { readResponsesUsage } from './usage.ts';

const TOOL_CALL_IDS = /^.{1,64}$/s;

/**
 * OpenAI's [Responses API](https://platform.openai.com/docs/api-reference/responses), as it and all who speak it understand it. Keys,
 * models, errors and embeddings are those of the chat completions beside it.
 *
 * @example
 * ```ts
 * const wire = openaiResponses({ responses: { path: '/v2/responses' } });
 * ```
 */
export function openaiResponses(facts: BothFacts = {}): Wire {
  const { responses = {}, settings: chatSettings = CHAT_SETTINGS } = facts;
  const { settings = SETTINGS, media = facts.media } = responses;
  return {
    ...openaiDialect({ ...facts, settings, media, toolCallIds: TOOL_CALL_IDS, cacheMarks: false }),
    elsewhere: chatHas(chatSettings.filter((setting) => !settings.includes(setting))),
    path: (call) => responsesAddress(call, responses.path, facts.query),
    encode: (call) => encodeRequest(call, facts),
    decode: decodeAnswer,
    decodeEvent,
    usage: readResponsesUsage,
  };
}

function chatHas(settings: readonly Setting[]): Wire['elsewhere'] {
  return Object.fromEntries(settings.map((setting) => [setting, "a client with api: 'chat' sends it"]));
}
