import { bearer, type SimulatedWire } from '../wire.ts';
import { openai, openaiData } from './openai.ts';
import { responsesAt } from './responses.ts';

/** As Azure has it, so that its clients find the API here too. */
const base = '/openai-responses/openai/v1';

/** OpenAI, asked by its Responses API instead of its chat completions. */
export const openaiResponses: SimulatedWire = {
  ...openai,
  mount: '/openai-responses',
  key: (headers) => headers['api-key'] || bearer(headers),
  base,
  endpoints: [
    responsesAt(`${base}/responses`),
    ...openaiData(base),
    ...openai.endpoints.flatMap((endpoint) => (endpoint.method === 'GET' ? [{ ...endpoint, path: `${base}/models` }] : [])),
  ],
};
