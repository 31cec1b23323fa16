import { InvalidConfigError } from '../../src/errors.ts';

/** The config schema of a provider that exists only here. */
export const acmeSchema = {
  properties: {
    apiKey: { env: ['ACME_API_KEY', 'ACME_TOKEN'] },
    baseURL: { env: ['ACME_BASE_URL'], default: 'https://api.acme.test/v1' },
    model: { env: ['ACME_MODEL'], default: 'acme-1' },
    maxTokens: { env: ['ACME_MAX_TOKENS'] },
    temperature: { env: ['ACME_TEMPERATURE'] },
    safe: { type: 'boolean', env: ['ACME_SAFE'] },
    style: { enum: ['fast', 'good'] },
    tags: { type: 'array', items: { type: 'string' } },
    signing: { type: 'string', minLength: 8, writeOnly: true },
    limit: { anyOf: [{ type: 'integer' }, { const: 'none' }] },
    free: { type: 'object' },
  },
  required: ['apiKey', 'baseURL', 'model'],
};

export const acme = { name: 'acme', schema: acmeSchema, hosts: { 'api.acme.test': '/v1' } };

/** The error that a call throws. */
export function thrownBy(call: () => unknown): InvalidConfigError {
  try {
    call();
  } catch (error) {
    if (error instanceof InvalidConfigError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The error that a promise rejects with. */
export async function rejectedBy(promise: Promise<unknown>): Promise<InvalidConfigError> {
  const error = await promise.then(
    () => new Error('nothing was thrown'),
    (reason) => reason,
  );
  return thrownBy(() => {
    throw error;
  });
}
