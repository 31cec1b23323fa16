import { tokensOf } from '../answer.ts';
import { flag, list, record, text, textOr, whole } from '../check.ts';
import { vectorOf } from '../vectors.ts';
import { type ApiRequest, isMissing, type Problem } from '../wire.ts';
import { lenient, textOrNumber, wordsOf } from './ollama-words.ts';

const bodyRule = lenient(
  {
    model: text,
    input: textOr(list(text)),
    truncate: flag,
    dimensions: whole(),
    keep_alive: textOrNumber,
    options: record,
  },
  ['model'],
);

interface EmbedBody {
  model: string;
  input?: string | string[] | null;
  dimensions?: number | null;
}

/** A vector for each text. */
export function embed({ body }: ApiRequest): Problem | { body: unknown } {
  const complaint = bodyRule(body, '');
  if (complaint) return { status: 400, message: wordsOf(complaint, 'EmbedRequest') };
  const { model, input, dimensions } = body as unknown as EmbedBody;
  if (model === '') return { status: 400, message: 'model is required' };
  if (isMissing(model)) return { status: 404, message: `model "${model}" not found, try pulling it first` };
  const texts = typeof input === 'string' ? [input] : (input ?? []);
  const tokens = texts.reduce((sum, one) => sum + tokensOf(one).length, 0);
  return {
    body: {
      model,
      embeddings: texts.map((one) => vectorOf(one, dimensions || undefined)),
      total_duration: 14_143_917 + tokens,
      load_duration: 1_019_500,
      ...(tokens > 0 && { prompt_eval_count: tokens }),
    },
  };
}
