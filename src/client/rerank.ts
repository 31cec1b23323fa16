import type { RerankRequest, RerankResponse } from '../data-types.ts';
import type { RerankAnswer, RerankCall, RerankWire } from '../data-wires.ts';
import { ResponseError } from '../errors.ts';
import type { CallOptions } from '../types.ts';
import { type ClientParts, Exchange, MAX_ANSWER_BYTES } from './exchange.ts';
import { checkMembers, count, optional, texts } from './members.ts';
import { isObject } from './merge.ts';
import { joinUrl } from './request.ts';
import { isText } from './tool-call.ts';
import { checkOptions, refuse, text } from './validate.ts';
import { decodeData } from './whole-answer.ts';

/** Orders documents by how well they answer a query, in one request: scores of two can't be compared. */
export async function rerank(
  parts: ClientParts,
  wire: RerankWire,
  request: RerankRequest,
  options: CallOptions,
): Promise<RerankResponse> {
  const call = createRerankCall(parts, wire, request, options);
  const body = JSON.stringify(wire.encode(call));
  const question = {
    method: 'POST' as const,
    url: joinUrl(parts.config.baseURL, wire.path(call)),
    accept: 'application/json',
    body,
    said: () => [call.query, ...call.documents, body],
  };
  const exchange = new Exchange(parts, call.model, question, options);
  return exchange.whole(MAX_ANSWER_BYTES, (answer) => {
    const ranking = decodeData(answer, 'ranking', (parsed) => wire.decode(parsed), exchange);
    return createResponse(ranking, call, exchange);
  });
}

function createRerankCall(
  { provider, config }: ClientParts,
  wire: RerankWire,
  request: RerankRequest,
  options: CallOptions,
): RerankCall {
  const { rerankModel = config.model } = config;
  const asked = isObject(request) ? request.model : undefined;
  const problems = isObject(request) ? checkRequest(request, wire) : ['request: must be an object with "query" and "documents"'];
  refuse([...problems, ...checkOptions(options)], { provider, model: isText(asked) ? asked : rerankModel });

  const { query, documents, topN, model = rerankModel } = request;
  const most = topN === undefined ? undefined : Math.min(topN, documents.length);
  return { provider, config, model, query, documents: [...documents], topN: most };
}

function checkRequest(
  request: Readonly<Record<string, unknown>>,
  { maxDocuments = Number.POSITIVE_INFINITY }: RerankWire,
): string[] {
  const tooMany = (length: number) =>
    `must be at most ${maxDocuments} for this API, as scores of two requests can't be compared (given: ${length})`;
  return checkMembers(request, {
    query: text,
    documents: (value) =>
      texts(value) ?? ((value as string[]).length > maxDocuments ? tooMany((value as string[]).length) : undefined),
    topN: optional(count),
    model: optional(text),
  });
}

/** The best first; of two with one score the one that came first in the request. */
function createResponse({ results, model, counters }: RerankAnswer, call: RerankCall, exchange: Exchange): RerankResponse {
  const wrong = wrongIn(results, call.documents.length);
  if (wrong) throw new ResponseError(`the answer is of no use: ${wrong}`, exchange.told());
  const sorted = results.map(({ index, score }) => ({ index, score })).sort((a, b) => b.score - a.score || a.index - b.index);
  const { promptTokens, completionTokens = 0 } = counters ? exchange.parts.wire.usage(counters) : {};
  return {
    results: sorted.slice(0, call.topN),
    model: model || call.model,
    ...(promptTokens !== undefined && {
      usage: { promptTokens, completionTokens, totalTokens: promptTokens + completionTokens },
    }),
  };
}

function wrongIn(results: RerankAnswer['results'], documents: number): string | undefined {
  const seen = new Set<number>();
  for (const { index, score } of results) {
    if (!Number.isSafeInteger(index) || index < 0 || index >= documents)
      return `a result has an index that is none of the ${documents} documents`;
    if (seen.has(index)) return `it has document ${index} twice`;
    if (!Number.isFinite(score)) return `the score of document ${index} is no number`;
    seen.add(index);
  }
  return undefined;
}
