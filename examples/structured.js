// Structured output, with any provider that has it: node examples/structured.js gemini (after npm run build). The key comes from the
// environment.

import { ProviderRegistry } from 'plugboard';

const client = ProviderRegistry.create(process.argv[2] ?? 'openai');

const request = {
  prompt: 'Name the three longest rivers of Europe.',
  responseFormat: {
    type: 'json_schema',
    name: 'rivers',
    // Or a schema of a library, such as Zod's: `parsed` then has its type.
    schema: {
      type: 'object',
      properties: {
        rivers: {
          type: 'array',
          items: {
            type: 'object',
            properties: { name: { type: 'string' }, kilometres: { type: 'integer' } },
            required: ['name', 'kilometres'],
          },
        },
      },
      required: ['rivers'],
    },
  },
};

// The text arrives piece by piece; `parsed` is the whole of it, checked.
const stream = client.stream(request, { signal: AbortSignal.timeout(60_000) });
try {
  for await (const text of stream.text) process.stdout.write(text);
  const { parsed, usage } = await stream.response;
  console.log(`\n${client.provider}: ${parsed.rivers.length} rivers, ${usage.totalTokens} tokens`);
} catch (error) {
  // Cut off, refused, or not in that form: `issues` says where, and the answer is in `partial`.
  console.error(error.message, error.issues ?? [], error.partial?.content);
  process.exitCode = 1;
}
