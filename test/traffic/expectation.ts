import { expect } from '@jest/globals';
import type { FinishReason, Json } from '../../src/message.ts';
import type { CompletionResponse } from '../../src/types.ts';
import type { CountedUsage, Dialect, ReadCall, Reading } from './oracles/dialect.ts';

/** Holds a response against what the recorded body says. */
export function expectResponse(response: CompletionResponse, reading: Reading, dialect: Dialect): void {
  const finishReason = finishReasonOf(reading, dialect);
  expect({
    content: response.content,
    reasoning: response.reasoning ?? '',
    toolCalls: response.toolCalls,
    finishReason: response.finishReason,
    rawFinishReason: response.rawFinishReason,
  }).toEqual({
    content: reading.text,
    reasoning: reading.reasoning,
    toolCalls: reading.calls.map((call) => ({
      id: call.id || expect.any(String),
      name: call.name,
      argumentsText: expect.any(String),
      arguments: argumentsOf(call, finishReason),
    })),
    finishReason,
    rawFinishReason: reading.rawFinishReason,
  });
  expectUsage(response, reading);
  if (reading.cited) expect(response.citations?.map(({ url }) => url) ?? []).toEqual(reading.cited);
  if (reading.citedWords) expect(citedWordsIn(response)).toEqual(reading.citedWords);
  expect(response.tokensUsed).toBe(response.usage.totalTokens);
}

/** What stands in the answer's text where its citations say that they belong. */
function citedWordsIn({ citations = [], content }: CompletionResponse): string[] {
  return citations.flatMap(({ start, end }) => (start === undefined ? [] : [content.slice(start, end)]));
}

/** A tool call turns `stop`, or no word at all, into `tool_calls`. */
function finishReasonOf({ rawFinishReason, calls }: Reading, { finishReasons }: Dialect): FinishReason {
  const told = finishReasons[rawFinishReason] ?? 'other';
  return calls.length > 0 && (told === 'stop' || rawFinishReason === '') ? 'tool_calls' : told;
}

/** A tool without parameters is called with nothing, with `null` or with `{}`. */
function argumentsOf({ argumentsText }: ReadCall, finishReason: FinishReason): Json | undefined {
  if (argumentsText === '') return finishReason === 'length' ? undefined : {};
  try {
    return JSON.parse(argumentsText) ?? {};
  } catch {
    return undefined;
  }
}

function expectUsage({ usage }: CompletionResponse, reading: Reading): void {
  const told = reading.usage;
  const promptTokens = told.promptTokens ?? usage.promptTokens;
  const completionTokens = told.completionTokens ?? usage.completionTokens;
  const isEstimated = told.promptTokens === undefined || told.completionTokens === undefined;
  expect(withZeros(usage)).toEqual(
    withZeros({
      ...told,
      promptTokens,
      completionTokens,
      totalTokens: told.totalTokens ?? promptTokens + completionTokens,
      reasoningTokens: Math.min(told.reasoningTokens ?? 0, completionTokens),
    }),
  );
  expect(usage.estimated).toBe(isEstimated ? true : undefined);
  if (told.promptTokens === undefined) expect(usage.promptTokens).toBeGreaterThan(0);
  if (told.completionTokens === undefined && reading.text !== '') expect(usage.completionTokens).toBeGreaterThan(0);
}

/** Optional counters: zero and absent are the same. */
function withZeros({
  cachedTokens = 0,
  cacheWriteTokens = 0,
  reasoningTokens = 0,
  ...usage
}: CountedUsage): Record<string, unknown> {
  const { promptTokens, completionTokens, totalTokens } = usage;
  return { promptTokens, completionTokens, totalTokens, cachedTokens, cacheWriteTokens, reasoningTokens };
}
