// Asks every client of a config file the same question, once for the whole answer and once token by token, and lets it call a tool.
// Against the simulator it also answers in JSON, looks at an image, embeds and ranks: `-` stands where an API has none of it.
//
//   npm run demo              against the simulator, without a key
//   npm run demo -- --live    against the providers whose key is in the environment

import { fileURLToPath } from 'node:url';
import { ProviderRegistry, runTools } from 'plugboard';
import { startSimulator } from 'plugboard/testing';

const QUESTION = 'What is a plugboard good for? Answer in two sentences.';
const ERRAND = {
  prompt: 'Use get_weather to find out whether one needs an umbrella in Lisbon today.',
  tools: [
    {
      name: 'get_weather',
      description: 'The weather in a city, now.',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  ],
};
const FORM = {
  prompt: 'Which city has the most people in Portugal, and how many?',
  responseFormat: {
    type: 'json_schema',
    name: 'city',
    schema: {
      type: 'object',
      properties: { city: { type: 'string' }, people: { type: 'integer' } },
      required: ['city', 'people'],
      additionalProperties: false,
    },
  },
};
const RED_DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
const PICTURE = [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'Which colour is it?' },
      { type: 'image', base64: RED_DOT },
    ],
  },
];
const DOCUMENTS = ['A river in the north.', 'The ferry leaves at nine.', 'A town on a hill.'];
const handlers = { get_weather: ({ city }) => `18 °C and clear in ${city}` };
const live = process.argv.includes('--live');
const controller = new AbortController();

process.once('SIGINT', () => controller.abort(new Error('interrupted')));

// A pause after each event, so that one can see the tokens come.
const simulator = live ? undefined : await startSimulator({ scenario: { eventDelayMs: 10 } });
try {
  const file = fileURLToPath(new URL(live ? 'live.yaml' : 'demo.yaml', import.meta.url));
  const registry = await ProviderRegistry.fromConfigFile(file, { env: { ...process.env, SIMULATOR: simulator?.url } });
  const rows = [];
  for (const name of registry.clientNames) {
    const row = live ? await tryToAsk(name, registry) : await ask(name, registry);
    if (row) rows.push(row);
  }
  if (rows.length > 0) printTable(rows);
  else console.log('No provider answered.');
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = controller.signal.aborted ? 130 : 1;
} finally {
  await simulator?.close();
}

/** One provider that can't be asked does not keep the others from being asked. */
async function tryToAsk(name, registry) {
  try {
    return await ask(name, registry);
  } catch (error) {
    if (controller.signal.aborted) throw error;
    console.log(`\n${name}: ${error.reason === 'missing_key' ? 'skipped' : 'failed'}. ${error.message}\n`);
    return undefined;
  }
}

async function ask(name, registry) {
  const client = registry.client(name);
  const { signal } = controller;
  const whole = await client.complete(QUESTION, { signal });
  console.log(`${name}, whole:    ${whole.content}`);

  process.stdout.write(`${name}, streamed: `);
  const stream = client.stream(QUESTION, { signal });
  for await (const text of stream.text) process.stdout.write(text);
  const { provider, model, finishReason, usage, meta } = await stream.response;
  process.stdout.write('\n');
  const calls = await runErrand(name, client);
  const more = live ? {} : await tryTheRest(name, client);
  process.stdout.write('\n');
  return {
    client: name,
    provider,
    model,
    finish: finishReason,
    'tool calls': calls,
    ...more,
    prompt: `${usage.promptTokens}${usage.estimated ? ' (est.)' : ''}`,
    completion: String(usage.completionTokens),
    'first text': `${meta.firstTokenMs} ms`,
    total: `${meta.latencyMs} ms`,
  };
}

/** How many tools were called, `-` where the API has none. */
async function runErrand(name, client) {
  if (!client.capabilities.has('tools')) return '-';
  const { steps, response } = await runTools(client, ERRAND, { handlers, signal: controller.signal });
  const calls = steps.flatMap((step) => step.response.toolCalls);
  console.log(
    `${name}, tools:    ${calls.map((call) => `${call.name}(${call.argumentsText})`).join(', ')} -> ${response.content}`,
  );
  return String(calls.length);
}

/** What else an API can do, each asked for once. */
async function tryTheRest(name, client) {
  const { signal } = controller;
  const can = (capability) => client.capabilities.has(capability);
  const schema = can('json') && (await client.complete(FORM, { signal })).parsed;
  const image = can('vision') && (await client.chat(PICTURE, { signal })).content;
  const vectors = can('embed') && (await client.embed({ input: DOCUMENTS }, { signal })).embeddings;
  const order = can('rerank') && (await client.rerank({ query: 'When is the ferry?', documents: DOCUMENTS }, { signal })).results;
  if (schema) console.log(`${name}, in JSON:  ${JSON.stringify(schema)}`);
  if (image) console.log(`${name}, image:    ${image}`);
  return {
    json: schema ? 'parsed' : '-',
    image: image ? 'seen' : '-',
    vectors: vectors ? `${vectors.length} x ${vectors[0].length}` : '-',
    rerank: order ? order.map(({ index }) => index).join(' ') : '-',
  };
}

function printTable(rows) {
  const columns = Object.keys(rows[0] ?? {});
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => row[column].length)));
  const line = (cells) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index]))
      .join('  ')
      .trimEnd();
  console.log(line(columns));
  console.log(line(widths.map((width) => '-'.repeat(width))));
  for (const row of rows) console.log(line(columns.map((column) => row[column])));
}
