// Hugging Face: a conversation, then a stream. Needs HUGGINGFACE_API_KEY: node examples/huggingface.js (after npm run build).

import { ProviderRegistry } from 'plugboard';

const client = ProviderRegistry.create('huggingface');
console.log(`${client.provider} with ${client.model}`);

const messages = [
  { role: 'system', content: 'Answer in one short sentence.' },
  { role: 'user', content: 'Which river flows through Cologne?' },
];
const reply = await client.chat(messages, { signal: AbortSignal.timeout(60_000) });
console.log(`${reply.content} (${reply.finishReason}, ${reply.usage.totalTokens} tokens)`);

// The answer goes back into the conversation as it is: reasoning, signatures and all.
messages.push(reply.message, { role: 'user', content: 'And where does it end?' });
const stream = client.stream(messages);
for await (const event of stream) {
  if (event.type === 'text') process.stdout.write(event.text);
  if (event.type === 'finish') console.log(` (${event.finishReason}, ${event.usage.totalTokens} tokens)`);
}
