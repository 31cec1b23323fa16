import { ResponseError } from '../errors.ts';
import type { ModelsWire } from '../provider.ts';
import type { ModelInfo } from '../types.ts';
import type { Exchange } from './exchange.ts';
import type { Fold } from './fold.ts';
import { isPage } from './request.ts';

/**
 * Folds a whole answer and gives its parsed body.
 *
 * @throws {ResponseError} for a body that is empty, no JSON, or no answer of this API; the table's error for a failure told inside.
 */
export function foldWhole(fold: Fold, text: string, exchange: Exchange): unknown {
  const { wire } = exchange.parts;
  const body = parse(text, exchange);
  const deltas = wire.decode(body);
  if (deltas.length === 0)
    throw new ResponseError('the answer is JSON, but none that this API gives; check baseURL', exchange.told());
  for (const delta of deltas) fold.push(delta);
  if (fold.failure) throw exchange.failure(fold.failure, 'answer');
  fold.close();
  return body;
}

/** A list of models. @throws {ResponseError} for a body that is none. */
export function decodeModels(models: ModelsWire, text: string, exchange: Exchange): ModelInfo[] {
  return decodeData(text, 'list of models', (body) => models.decode(body), exchange);
}

/**
 * What an answer says that is no conversation.
 *
 * @throws {ResponseError} for a body that is none of `what`; the table's error for a failure told inside.
 */
export function decodeData<T>(text: string, what: string, decode: (body: unknown) => T | undefined, exchange: Exchange): T {
  const body = parse(text, exchange);
  const data = decode(body);
  if (data !== undefined) return data;
  const failure = exchange.parts.wire.decode(body).find((delta) => delta.type === 'error');
  if (failure) throw exchange.failure(failure, 'answer');
  throw new ResponseError(`the answer is no ${what} of this API; check baseURL`, exchange.told());
}

/** A JSON body, without the parser's own error: that one quotes the body. */
function parse(text: string, exchange: Exchange): unknown {
  if (text.trim() === '') throw new ResponseError('the answer is empty; check baseURL', exchange.told());
  try {
    return JSON.parse(text);
  } catch {
    const what = isPage(text) ? 'a web page, not an API; check baseURL' : 'no JSON, or cut off';
    throw new ResponseError(`the answer is ${what}`, exchange.told());
  }
}
