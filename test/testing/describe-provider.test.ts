import { describe, expect, it } from '@jest/globals';
import { describeProvider, type TestRunner } from '../../src/testing.ts';
import { declaredFor } from './declared.ts';

describe('describeProvider', () => {
  it('declares its tests by topic, below the names of provider and API', () => {
    const path: string[] = [];
    const declared: string[] = [];
    describeProvider(
      { provider: 'cohere', api: 'cohere-v1' },
      {
        describe(name, declare) {
          path.push(name);
          declare();
          path.pop();
        },
        it: () => declared.push(path.join(' > ')),
      },
    );
    const topics = [
      'answers',
      'settings',
      'streams',
      'tools',
      'embeddings',
      'reranking',
      'structured output',
      'images and files',
      'reasoning',
      'caching',
      'failures',
      'cancelling',
      'input',
      'secrets',
      'availability',
      'connections',
    ];
    expect([...new Set(declared)]).toEqual(topics.map((topic) => `cohere on the simulated cohere-v1 > ${topic}`));
  });

  it('takes the global describe and it where no runner is given', () => {
    const { describe: outer, it: inner } = globalThis as { describe?: unknown; it?: unknown };
    const declared: string[] = [];
    Object.assign(globalThis, {
      describe: (_name: string, declare: () => void) => declare(),
      it: (name: string) => declared.push(name),
    });
    try {
      describeProvider({ provider: 'anthropic', api: 'anthropic' });
    } finally {
      Object.assign(globalThis, { describe: outer, it: inner });
    }
    expect(declared).toContain('tells what an error event says');
  });

  const declared = (runner: (noted: string[]) => TestRunner['it']): string[] => {
    const noted: string[] = [];
    describeProvider({ provider: 'cohere', api: 'cohere-v1' }, { describe: (_name, declare) => declare(), it: runner(noted) });
    return noted.filter((name) => name.includes('gives reasoning apart'));
  };

  it('skips the rules that do not apply', () => {
    const withSkip = (noted: string[]) =>
      Object.assign((name: string) => noted.push(name), { skip: (name: string) => noted.push(`skipped: ${name}`) });
    expect(declared(withSkip)).toEqual(['skipped: gives reasoning apart from the text, and takes it back']);
  });

  it('names the rules so that do not apply where the runner can not skip', () => {
    const withoutSkip = (noted: string[]) => (name: string) => noted.push(name);
    expect(declared(withoutSkip)).toEqual([
      'gives reasoning apart from the text, and takes it back (skipped: it does not apply)',
    ]);
  });

  describe('with exceptions', () => {
    const except = { 'lists the models by their ids': 'the list is secret' };
    const namesOf = (given: Record<string, string>): string[] => {
      const names: string[] = [];
      const runner = { describe: (_name: string, declare: () => void) => declare(), it: (name: string) => names.push(name) };
      describeProvider({ provider: 'anthropic', api: 'anthropic', except: given }, runner);
      return names;
    };

    it('skips those rules, and says why', () => {
      expect(namesOf({})).toContain('lists the models by their ids');
      expect(namesOf(except)).not.toContain('lists the models by their ids');
      expect(namesOf(except)).toContain('lists the models by their ids (skipped: the list is secret)');
      expect(namesOf(except)).toHaveLength(namesOf({}).length);
    });

    it('refuses what is no rule', () => {
      expect(() => namesOf({ 'lists the modles': 'x' })).toThrow('except: there is no rule "lists the modles"');
    });
  });

  it('says what is missing where there is no runner', () => {
    expect(() => describeProvider({ provider: 'anthropic', api: 'anthropic' }, {} as never)).toThrow(/pass \{ describe, it \}/);
  });

  it('tells the provider, the rule and the cause of what fails', async () => {
    const test = declaredFor({ provider: 'nobody', api: 'anthropic' }).get('tells what an error event says');
    await expect(test?.()).rejects.toMatchObject({
      message: expect.stringMatching(/^nobody breaks the rule "tells what an error event says": .*there is no provider "nobody"/),
      cause: { code: 'INVALID_CONFIG' },
    });
  });

  it('hands settings on that a provider needs', async () => {
    const tests = declaredFor({ provider: 'cohere', api: 'cohere-v1', config: { apiVersion: 'v2' } });
    await expect(tests.get('gives the text alone as strings')?.()).rejects.toThrow('cohere breaks the rule');
  });
});
