// Embeddings, with any provider that has them: node examples/embeddings.js cohere (after npm run build). The key comes from the
// environment. The nearest text to a question is looked for by vectors, and by a reranker where the provider has one.

import { ProviderRegistry } from 'plugboard';

const client = ProviderRegistry.create(process.argv[2] ?? 'openai');

const documents = ['The ferry leaves at nine.', 'The museum is closed on Mondays.', 'Tickets are sold on board.'];
const query = 'When does the ferry leave?';

const stored = await client.embed({ input: documents, inputType: 'search_document' });
const asked = await client.embed({ input: query, inputType: 'search_query' });
const scores = stored.embeddings.map((vector) => cosine(vector, asked.embeddings[0]));
const best = scores.indexOf(Math.max(...scores));
console.log(`${stored.model}: ${documents[best]} (${scores[best].toFixed(2)})`);

if (client.capabilities.has('rerank')) {
  const { model, results } = await client.rerank({ query, documents, topN: 1 });
  console.log(`${model}: ${documents[results[0].index]} (${results[0].score.toFixed(2)})`);
}

function cosine(a, b) {
  const dot = (x, y) => x.reduce((sum, value, index) => sum + value * y[index], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
