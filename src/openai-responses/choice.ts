import { CHAT_AT_END, RESPONSES_AT_END } from '../openai-dialect/address.ts';
import { openaiDialect } from '../openai-dialect/wire.ts';
import type { Wire } from '../provider.ts';
import type { BothFacts, ChoosingConfig, OpenaiApi } from './facts.ts';
import { openaiResponses } from './wire.ts';

/**
 * The wire of the one of OpenAI's two APIs that a config speaks: what its `api` says, else the one whose route `baseURL` ends with, else
 * `usual`.
 */
export function openaiApi(config: ChoosingConfig, facts: BothFacts, usual: OpenaiApi = 'chat'): Wire {
  const { api = atEndOf(config.baseURL) ?? usual } = config;
  return api === 'responses' ? openaiResponses(facts) : openaiDialect(facts);
}

function atEndOf(address: string): OpenaiApi | undefined {
  if (RESPONSES_AT_END.test(address)) return 'responses';
  return CHAT_AT_END.test(address) ? 'chat' : undefined;
}
