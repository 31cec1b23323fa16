import type { JsonObject } from '../../message.ts';
import { tokensOf } from '../answer.ts';
import { choice, flag, list, members, record, text, whole } from '../check.ts';
import { vectorOf } from '../vectors.ts';
import { type ApiRequest, isMissing, type Problem } from '../wire.ts';
import { camelCased, wordsOf } from './gemini-words.ts';

/** As many numbers as the smaller of the lengths that the guide recommends. */
const LENGTH = 768;
const MOST = 100;

const taskType = choice(
  ...['RETRIEVAL_QUERY', 'RETRIEVAL_DOCUMENT', 'SEMANTIC_SIMILARITY', 'CLASSIFICATION', 'CLUSTERING'],
  ...['QUESTION_ANSWERING', 'FACT_VERIFICATION', 'CODE_RETRIEVAL_QUERY'],
);
const outputDimensionality = whole({ least: 1, most: 3072 });
const one = members(
  {
    model: text,
    content: members({ role: text, parts: list(members({ text, inlineData: record, fileData: record }), { least: 1 }) }, [
      'parts',
    ]),
    taskType,
    title: text,
    outputDimensionality,
    embedContentConfig: members({ taskType, title: text, outputDimensionality, autoTruncate: flag }),
  },
  ['model', 'content'],
);
const bodyRule = members({ requests: list(one, { least: 1 }), model: text }, ['requests']);

interface EmbedBody {
  requests: {
    model: string;
    content: { parts: { text?: string }[] };
    outputDimensionality?: number;
    embedContentConfig?: { outputDimensionality?: number };
  }[];
}

/** A vector for each text. Only the newer models count. */
export function embed({ path, body }: ApiRequest): Problem | { body: unknown } {
  const name = decodeURIComponent(/\/v1beta\/(.+):\w+$/.exec(path)?.[1] ?? '');
  const flaw = flawOf(camelCased(body), name);
  if (flaw) return flaw;
  const { requests } = camelCased(body) as unknown as EmbedBody;
  const texts = requests.map(({ content }) => content.parts.map((part) => part.text ?? '').join('\n'));
  const promptTokenCount = texts.reduce((sum, said) => sum + tokensOf(said).length, 0);
  const embeddings = requests.map(({ outputDimensionality: length, embedContentConfig }, index) => ({
    values: vectorOf(texts[index] ?? '', length ?? embedContentConfig?.outputDimensionality ?? LENGTH),
  }));
  return { body: { embeddings, ...(!name.endsWith('-001') && { usageMetadata: { promptTokenCount } }) } };
}

function flawOf(asked: JsonObject, name: string): Problem | undefined {
  const complaint = bodyRule(asked, '');
  if (complaint) return { status: 400, message: wordsOf(complaint, asked, 'BatchEmbedContentsRequest') };
  const { requests } = asked as unknown as EmbedBody;
  if (isMissing(name.replace(/^models\//, '')))
    return { status: 404, message: `${name} is not found for API version v1beta, or is not supported for embedContent.` };
  if (requests.length > MOST) return refused(`requests: at most ${MOST} requests can be in one batch`);
  const other = requests.findIndex(({ model }) => model !== name);
  if (other >= 0) return refused(`requests[${other}].model: must match the model in the path`);
  const empty = requests.findIndex(({ content }) => content.parts.every(({ text: said }) => said === ''));
  return empty < 0 ? undefined : refused(`requests[${empty}].content: content is empty`);
}

function refused(message: string): Problem {
  return { status: 400, message: `* BatchEmbedContentsRequest.${message}\n` };
}
