import type { SimulatedWire } from '../wire.ts';
import { openai } from './openai.ts';
import { responsesAt } from './responses.ts';

const base = '/openai-responses/v1';

/** OpenAI, asked by its Responses API alone. */
export const openaiResponses: SimulatedWire = {
  ...openai,
  mount: '/openai-responses',
  base,
  endpoints: [
    responsesAt(`${base}/responses`),
    ...openai.endpoints.flatMap((endpoint) => (endpoint.method === 'GET' ? [{ ...endpoint, path: `${base}/models` }] : [])),
  ],
};
