import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { CommonConfig, ProviderConfigs } from '../../src/config/provider-configs.ts';

const run = promisify(execFile);

describe('npm run generate', () => {
  it('finds the checked-in types up to date', async () => {
    await expect(run(process.execPath, ['scripts/generate.mjs', '--check'])).resolves.toMatchObject({ stderr: '' });
  });
});

describe('ProviderConfigs', () => {
  it('types the config of each provider', () => {
    const configs = {
      anthropic: { apiKey: { file: 'key' }, betas: ['a'], temperature: undefined },
      cohere: { apiKey: async () => 'k', apiVersion: 'v1', retry: { attempts: 1 } },
      huggingface: { api: 'text-generation', headers: { 'X-A': 'a' } },
    } satisfies Partial<ProviderConfigs>;
    // @ts-expect-error: an unknown key
    const unknown: CommonConfig = { modle: 'x' };
    // @ts-expect-error: a value that the schema does not list
    const wrong: ProviderConfigs['cohere'] = { apiVersion: 'v3' };
    expect([configs, unknown, wrong]).toHaveLength(3);
  });
});
