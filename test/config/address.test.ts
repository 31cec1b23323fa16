import { describe, expect, it } from '@jest/globals';
import { deriveConfig, resolveConfig } from '../../src/config/resolve.ts';
import { thrownBy as failureIn, shownOf } from '../support/failure.ts';
import { acme, thrownBy } from './acme.ts';

const source = {
  ...acme,
  address: (given: string) => (given.includes('://') ? given : `http://${given}:1`),
  configure: undefined,
};
const resolve = (given: object, env: NodeJS.ProcessEnv = {}) => resolveConfig(source, { apiKey: 'k-1234', ...given }, env);

describe('address', () => {
  it('makes a URL of what was given, by the caller or by a variable', () => {
    expect(resolve({ baseURL: 'localhost' }).config.baseURL).toBe('http://localhost:1');
    expect(resolve({}, { ACME_BASE_URL: 'localhost' }).config.baseURL).toBe('http://localhost:1');
    expect(resolve({ baseURL: 'https://a.test/v2/' }).config.baseURL).toBe('https://a.test/v2');
    expect(resolve({}).config.baseURL).toBe('https://api.acme.test/v1');
  });

  it('stays a URL in a client that is made from another', () => {
    const resolved = resolve({ baseURL: 'localhost' });
    expect(deriveConfig(resolved, source, { model: 'acme-2' }).config).toMatchObject({
      baseURL: 'http://localhost:1',
      model: 'acme-2',
    });
  });

  it('is checked like any other, and the problem names the variable', () => {
    expect(thrownBy(() => resolve({}, { ACME_BASE_URL: 'local host' })).message).toMatch(/white space.*\(from ACME_BASE_URL\)/);
  });

  it('is not asked what is no text', () => {
    expect(thrownBy(() => resolve({ baseURL: 7 })).message).toContain('baseURL must be a string');
  });

  it('that throws is a defect of the plugin, unless it refuses the config', () => {
    const throwing = (error: Error) => () =>
      resolveConfig(
        {
          ...source,
          address: () => {
            throw error;
          },
        },
        { apiKey: 'k-1234' },
        {},
      );
    expect(throwing(new TypeError('x'))).toThrow('address of the plugin threw');
    expect(shownOf(failureIn(throwing(new TypeError('no place in user:secret@host'))))).not.toContain('secret');
    expect(throwing(Object.assign(new Error('no such place'), { code: 'INVALID_CONFIG' }))).toThrow('no such place');
  });
});
