import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Simulator, startSimulator } from '../src/simulator/simulator.ts';

let simulator: Simulator;
let folder: string;

beforeAll(async () => {
  simulator = await startSimulator();
  folder = await mkdtemp(join(tmpdir(), 'plugboard-examples-'));
  const { env } = process;
  for (const name of ['ANTHROPIC', 'COHERE', 'HUGGINGFACE', 'OPENAI', 'ACME']) env[`${name}_API_KEY`] = 'any-key';
  env.ANTHROPIC_BASE_URL = simulator.baseURL('anthropic');
  env.COHERE_BASE_URL = simulator.baseURL('cohere');
  env.HUGGINGFACE_BASE_URL = simulator.baseURL('huggingface');
  env.OPENAI_BASE_URL = simulator.baseURL('openai');
  env.ACME_BASE_URL = simulator.baseURL('openai');
});

afterAll(async () => {
  await simulator.close();
  await rm(folder, { recursive: true });
});

/** Runs a module as a user would, and gives what it printed. */
async function run(source: string): Promise<string> {
  const file = join(folder, `example-${Math.random().toString(36).slice(2)}.ts`);
  await writeFile(file, source);
  let printed = '';
  const log = jest.spyOn(console, 'log').mockImplementation((...words: unknown[]) => {
    printed += `${words.map((word) => (typeof word === 'object' ? JSON.stringify(word) : word)).join(' ')}\n`;
  });
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  try {
    await import(file);
  } finally {
    log.mockRestore();
    write.mockRestore();
  }
  return printed;
}

async function readmeBlock(after: string): Promise<string> {
  const readme = await readFile('README.md', 'utf8');
  const block = readme.slice(readme.indexOf(after)).match(/```ts\n([\s\S]*?)```/)?.[1];
  if (!block) throw new Error(`README.md has no code after "${after}"`);
  return block;
}

describe('the README', () => {
  it('has a first example that works as written', async () => {
    const printed = await run(await readmeBlock('## Ten lines'));
    expect(printed).toMatch(/Simulated .* stop \d+\n/);
    expect(printed).toMatch(/"completionTokens":\d+/);
  });

  it('lets a model call a tool as written', async () => {
    const printed = await run(await readmeBlock('## Tools'));
    expect(printed).toMatch(/^get_weather \{"city":".+","celsius":18\}\nSimulated [\s\S]*stop 2 \d+\n$/);
  });

  it('has a provider in 15 lines that works as written', async () => {
    const plugin = await readmeBlock('## Write a provider in 15 lines');
    expect(plugin.trim().split('\n').length).toBeLessThanOrEqual(16);
    const use = `
      import { ProviderRegistry } from 'plugboard';
      const registry = new ProviderRegistry();
      registry.register(Acme);
      const client = registry.create('acme' as string);
      const stream = client.stream({ prompt: 'Hi there', maxTokens: 3 });
      console.log(client.provider, (await stream.response).finishReason);
    `;
    expect(await run(plugin + use)).toBe('acme length\n');
  });
});

describe('an example', () => {
  it.each(['anthropic', 'cohere', 'huggingface'])('of %s runs to its end', async (name) => {
    const printed = await run(await readFile(`examples/${name}.js`, 'utf8'));
    expect(printed).toMatch(
      new RegExp(`^${name} with \\S+\nSimulated [\\s\\S]*\\(stop, \\d+ tokens\\)\nSimulated [\\s\\S]*\\(stop, \\d+ tokens\\)\n$`),
    );
  });

  it('of tools calls both of them', async () => {
    const printed = await runExample('tools');
    expect(printed).toMatch(
      /^get_weather\(.*\) = .*18.*\nget_time\(\{\}\) = 21:30\nSimulated [\s\S]*\nopenai: 2 steps, \d+ tokens\n$/,
    );
  });

  it.each([
    ['openai', String.raw`^\{"rivers":\[.*\]\}\nopenai: \d+ rivers, \d+ tokens\n$`],
    ['anthropic', String.raw`^\{"rivers":\[.*\]\}\nanthropic: \d+ rivers, \d+ tokens\n$`],
  ])('of structured output reads it whole from %s', async (name, lines) => {
    expect(await runExample('structured', name)).toMatch(new RegExp(lines));
  });

  it('of embeddings finds the nearest text, by vectors and by a reranker', async () => {
    const nearest = String.raw`The ferry leaves at nine\. \(\d\.\d\d\)\n`;
    expect(await runExample('embeddings')).toMatch(/^text-embedding-3-small: .*\n$/);
    expect(await runExample('embeddings', 'cohere')).toMatch(new RegExp(`^embed-v4\\.0: .*\\nrerank-v3\\.5: ${nearest}$`));
  });

  /** Jest has arguments of its own. */
  async function runExample(name: string, ...args: string[]): Promise<string> {
    jest.replaceProperty(process, 'argv', ['node', `${name}.js`, ...args]);
    return run(await readFile(`examples/${name}.js`, 'utf8'));
  }
});
