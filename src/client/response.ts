import type { AssistantMessage, TokenUsage } from '../message.ts';
import type { Call, Wire } from '../provider.ts';
import type { CompletionResponse, ResponseMeta } from '../types.ts';
import { charactersOf, estimatePromptTokens, estimateTokens } from './estimate.ts';
import type { Fold } from './fold.ts';
import { toolCallOf } from './tool-call.ts';

/** The answer that a fold holds: the whole of it, or what came before a stream broke. */
export function createResponse(fold: Fold, call: Call, wire: Wire, meta: ResponseMeta, raw?: unknown): CompletionResponse {
  const message = fold.message();
  const reasoning = textOf(message, 'reasoning');
  const usage = usageOf(fold, message, call, wire);
  const { citations } = fold;
  return {
    id: fold.id,
    message,
    content: textOf(message, 'text'),
    ...(reasoning && { reasoning }),
    toolCalls: message.content.filter((part) => part.type === 'tool-call').map(toolCallOf),
    finishReason: fold.finishReason,
    rawFinishReason: fold.rawFinishReason,
    model: fold.model,
    provider: call.provider,
    usage,
    tokensUsed: usage.totalTokens,
    ...(citations.length > 0 && { citations }),
    meta,
    ...(raw !== undefined && { raw }),
  };
}

function textOf(message: AssistantMessage, type: 'text' | 'reasoning'): string {
  return message.content.reduce((text, part) => (part.type === type ? text + part.text : text), '');
}

/** What the provider counted, put right where it contradicts itself; what it did not count is estimated, and marked. */
function usageOf(fold: Fold, message: AssistantMessage, call: Call, wire: Wire): TokenUsage {
  const told = countsIn(wire.usage(fold.counters));
  const estimated = told.promptTokens === undefined || told.completionTokens === undefined;
  const promptTokens = told.promptTokens ?? estimatePromptTokens(call);
  const completionTokens = told.completionTokens ?? estimateTokens(charactersOf(message));
  const { cachedTokens, cacheWriteTokens, reasoningTokens } = told;
  return {
    promptTokens,
    completionTokens,
    totalTokens: (!estimated && told.totalTokens) || promptTokens + completionTokens,
    ...(cachedTokens !== undefined && { cachedTokens }),
    ...(cacheWriteTokens !== undefined && { cacheWriteTokens }),
    ...(reasoningTokens !== undefined && { reasoningTokens: Math.min(reasoningTokens, completionTokens) }),
    ...(estimated && { estimated }),
  };
}

/** Only what counts: a provider may send anything in the place of a number. */
function countsIn(usage: Partial<TokenUsage>): Partial<Record<keyof TokenUsage, number>> {
  return Object.fromEntries(Object.entries(usage).filter(([, count]) => Number.isFinite(count) && Number(count) >= 0));
}
