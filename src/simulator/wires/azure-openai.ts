import { type ApiRequest, bearer, type Problem, sse } from '../wire.ts';
import { chatCompletions } from './chat-completions.ts';
import type { Flaw } from './chat-completions-request.ts';
import { embeddings } from './embeddings.ts';
import { OPENAI_ANSWERS, OPENAI_REFUSALS, OPENAI_REQUESTS } from './openai.ts';
import { refuseLikeOpenai } from './openai-refusals.ts';

const DEPLOYMENT = /^\/azure-openai\/openai\/deployments\/([^/]+)\/chat\/completions$/;
const EMBEDDING_DEPLOYMENT = /^\/azure-openai\/openai\/deployments\/([^/]+)\/embeddings$/;
const FAILURES: Record<number, [message: string, code: string]> = {
  401: [
    'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
    '401',
  ],
  403: ['Your account does not have access to this resource, please contact your resource owner to get access.', 'Forbidden'],
  404: ['Resource not found', '404'],
  429: [
    'Requests to the ChatCompletions_Create Operation under Azure OpenAI API have exceeded call rate limit of your current OpenAI S0 pricing tier.',
    'RateLimitReached',
  ],
  500: ['The server had an error while processing your request. Sorry about that!', 'InternalServerError'],
};
const SAFE = { filtered: false, severity: 'safe' };
const PROMPT_FILTERS = [
  { prompt_index: 0, content_filter_results: { hate: SAFE, self_harm: SAFE, sexual: SAFE, violence: SAFE } },
];

/** Azure's OpenAI service: the path names the deployment, and the query the version of the API; or, under `/openai/v1`, neither. */
export const azureOpenai = chatCompletions({
  mount: '/azure-openai',
  base: '/azure-openai',
  paths: [DEPLOYMENT, '/azure-openai/openai/v1/chat/completions'],
  refusals: { ...OPENAI_REFUSALS, 'missing key': { status: 401 }, 'bad method': { status: 404 } },
  key: (headers) => headers['api-key'] || bearer(headers),
  headers: (id) => ({
    'apim-request-id': id.slice(0, 32),
    'x-request-id': id.slice(32),
    'x-ms-region': 'East US 2',
    'x-ratelimit-remaining-requests': '99',
    'x-ratelimit-remaining-tokens': '99900',
  }),
  error: azureError,
  models: {
    paths: ['/azure-openai/openai/v1/models', '/azure-openai/openai/models'],
    ids: ['gpt-5-mini-2025-08-07', 'gpt-4o-mini-2024-07-18'],
    more: { status: 'succeeded', capabilities: { chat_completion: true } },
  },
  request: {
    ...OPENAI_REQUESTS,
    modelIn: (path) => DEPLOYMENT.exec(path)?.[1],
    before: refuseWithoutVersion,
    refuse: refuseLikeAzure,
  },
  endpoints: [EMBEDDING_DEPLOYMENT, '/azure-openai/openai/v1/embeddings'].map((path) =>
    embeddings({
      path,
      most: 2048,
      modelIn: (sent) => EMBEDDING_DEPLOYMENT.exec(sent)?.[1],
      before: refuseWithoutVersion,
      refuse: refuseLikeAzure,
    }),
  ),
  answer: {
    ...OPENAI_ANSWERS,
    choice: { ...OPENAI_ANSWERS.choice, content_filter_results: {} },
    preamble: sse({ choices: [], created: 0, id: '', model: '', object: '', prompt_filter_results: PROMPT_FILTERS }),
    failure: azureError({ status: 500 }),
  },
});

/** What names a deployment in its path must name the version of the API too. */
function refuseWithoutVersion({ path, query }: ApiRequest): Problem | undefined {
  const isDeployment = DEPLOYMENT.test(path) || EMBEDDING_DEPLOYMENT.test(path);
  return isDeployment && !new URLSearchParams(query).get('api-version') ? { status: 404 } : undefined;
}

function refuseLikeAzure(flaw: Flaw): Problem {
  if (flaw.kind !== 'no such model') return refuseLikeOpenai(flaw);
  return {
    status: 404,
    message:
      'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
    details: { type: 'invalid_request_error', code: 'DeploymentNotFound' },
  };
}

function azureError({ status, message, details }: Problem) {
  const [words, code] = FAILURES[status] ?? [status < 500 ? 'Bad request' : 'Server error', String(status)];
  return { error: { code, message: message ?? words, ...details } };
}
