import type { JsonObject } from '../../message.ts';
import { tokensOf } from '../answer.ts';
import { type Complaint, choice, list, members, type Rule, text, textOr, whole } from '../check.ts';
import { packed, vectorOf } from '../vectors.ts';
import { type ApiRequest, type DataEndpoint, isMissing, type Problem } from '../wire.ts';
import { type Flaw, valueAt } from './chat-completions-request.ts';

/** What one API that speaks OpenAI's dialect does in its own way with texts to embed. */
export interface EmbeddingsFacts {
  path: string | RegExp;
  /** The most texts of one request. */
  most: number;
  /** The member for the length of vectors. Default `dimensions`. */
  dimensionsIn?: string;
  /** Rules for further members. */
  members?: Readonly<Record<string, Rule>>;
  /** The model that the path names. */
  modelIn?(path: string): string | undefined;
  /** Why a request is refused whatever its body. */
  before?(request: ApiRequest): Problem | undefined;
  /** The refusal in the API's own words. */
  refuse(flaw: Flaw): Problem;
}

interface EmbeddingsBody {
  model: string;
  input: string | string[];
  encoding_format?: 'float' | 'base64';
}

/** A text that has anything in it. */
export const filled: Rule = (value, path): Complaint | undefined =>
  text(value, path) ?? (value === '' ? { path, kind: 'empty' } : undefined);

/** Embeddings as OpenAI has them. */
export function embeddings(facts: EmbeddingsFacts): DataEndpoint {
  const { path, most, dimensionsIn = 'dimensions' } = facts;
  const rule = members(
    {
      model: filled,
      input: textOr(list(filled, { least: 1, most }), filled),
      encoding_format: choice('float', 'base64'),
      user: text,
      [dimensionsIn]: whole({ least: 1 }),
      ...facts.members,
    },
    ['model', 'input'],
    { nulls: true },
  );
  return {
    method: 'POST',
    path,
    answer(request) {
      const early = facts.before?.(request);
      if (early) return early;
      const model = facts.modelIn?.(request.path);
      const asked: JsonObject = model ? { ...request.body, model } : request.body;
      const complaint = rule(asked, '');
      if (complaint) return facts.refuse({ ...complaint, value: valueAt(asked, complaint.path) });
      const body = asked as unknown as EmbeddingsBody;
      if (isMissing(body.model)) return facts.refuse({ kind: 'no such model', path: 'model', model: body.model });
      return { body: answerOf(body, (asked[dimensionsIn] ?? undefined) as number | undefined) };
    },
  };
}

function answerOf({ model, input, encoding_format }: EmbeddingsBody, dimensions: number | undefined) {
  const texts = [input].flat();
  const tokens = texts.reduce((sum, one) => sum + tokensOf(one).length, 0);
  return {
    object: 'list',
    data: texts.map((one, index) => {
      const vector = vectorOf(one, dimensions);
      return { object: 'embedding', index, embedding: encoding_format === 'base64' ? packed(vector) : vector };
    }),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}
