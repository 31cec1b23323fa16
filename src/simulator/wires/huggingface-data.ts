import { choice, flag, list, members, text, textOr, whole } from '../check.ts';
import { ranked, vectorOf } from '../vectors.ts';
import { type ApiRequest, type DataEndpoint, isMissing, type Problem } from '../wire.ts';
import { explainFlaw } from './chat-completions-request.ts';
import { embeddings } from './embeddings.ts';
import { refuse } from './huggingface-refusals.ts';

/** The most texts of one request, if the server is not told otherwise. */
const MOST = 32;
const PIPELINE = /^\/huggingface\/hf-inference\/models\/(.+)\/pipeline\/feature-extraction$/;
const nulls = { nulls: true };

const commonRules = {
  normalize: flag,
  prompt_name: text,
  truncate: flag,
  truncation_direction: choice('left', 'right', 'Left', 'Right'),
};
const inputs = textOr(list(text));
const pipelineRule = members({ inputs, ...commonRules }, ['inputs'], nulls);
const embedRule = members({ inputs, dimensions: whole({ least: 1 }), ...commonRules }, ['inputs'], nulls);
const rerankRule = members(
  { query: text, texts: list(text), raw_scores: flag, return_text: flag, ...commonRules },
  ['query', 'texts'],
  nulls,
);

/** Feature extraction, as hf-inference has it. */
const featureExtraction: DataEndpoint = {
  method: 'POST',
  path: PIPELINE,
  answer({ path, body }) {
    const model = PIPELINE.exec(path)?.[1] ?? '';
    if (isMissing(model)) return { status: 404, message: `Model ${model} does not exist` };
    const complaint = pipelineRule(body, '');
    return complaint ? refuse(complaint) : embed(body);
  },
};

/** A server of text-embeddings-inference, in its own words. */
const serverEmbed: DataEndpoint = {
  method: 'POST',
  path: '/huggingface/embed',
  answer({ body }) {
    const complaint = embedRule(body, '');
    return complaint ? refuse(complaint) : embed(body);
  },
};

const serverRerank: DataEndpoint = {
  method: 'POST',
  path: '/huggingface/rerank',
  answer({ body }) {
    const complaint = rerankRule(body, '');
    if (complaint) return refuse(complaint);
    const { query, texts } = body as unknown as { query: string; texts: string[] };
    return batchProblem(texts, 'texts') ?? { body: ranked(query, texts) };
  },
};

/** The same server in OpenAI's words. */
export const openaiEmbeddings = embeddings({
  path: '/huggingface/v1/embeddings',
  most: MOST,
  refuse: (flaw) => ({
    status: flaw.kind === 'no such model' ? 404 : flaw.kind === 'items' ? 413 : 422,
    message: explainFlaw(flaw),
  }),
});

/** All that is not in OpenAI's words. */
export const data: readonly DataEndpoint[] = [featureExtraction, serverEmbed, serverRerank];

function embed(body: ApiRequest['body']) {
  const { inputs: given, dimensions } = body as unknown as { inputs: string | string[]; dimensions?: number | null };
  const texts = [given].flat();
  return batchProblem(texts, 'inputs') ?? { body: texts.map((one) => vectorOf(one, dimensions ?? undefined)) };
}

function batchProblem(texts: readonly string[], name: string): Problem | undefined {
  if (texts.length === 0) return { status: 422, message: `\`${name}\` cannot be empty` };
  if (texts.length <= MOST) return undefined;
  return { status: 413, message: `batch size ${texts.length} > maximum allowed batch size ${MOST}` };
}
