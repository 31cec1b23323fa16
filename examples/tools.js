// Tools, with any provider that has them: node examples/tools.js gemini (after npm run build). The key comes from the environment.

import { ProviderRegistry, runTools } from 'plugboard';

const client = ProviderRegistry.create(process.argv[2] ?? 'openai');

const request = {
  prompt: 'Use get_weather and get_time: what is it like in Lisbon right now?',
  tools: [
    {
      name: 'get_weather',
      description: 'The weather in a city, now.',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
    { name: 'get_time', description: 'The local time in Lisbon.' },
  ],
};

const handlers = {
  get_weather: ({ city }) => ({ city, sky: 'clear', celsius: 18 }),
  get_time: () => '21:30',
};

// Awaited, a run gives its result; iterated, it tells each step as it happens, and the result after it.
const run = runTools(client, request, { handlers, signal: AbortSignal.timeout(60_000) });
for await (const event of run) {
  if (event.type === 'text') process.stdout.write(event.text);
  if (event.type === 'tool-result')
    console.log(`${event.toolCall.name}(${event.toolCall.argumentsText}) = ${event.message.content}`);
}
const { steps, usage } = await run;
console.log(`\n${client.provider}: ${steps.length} steps, ${usage.totalTokens} tokens`);
