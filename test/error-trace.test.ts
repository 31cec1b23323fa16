import { describe, expect, it } from '@jest/globals';
import { traceOf } from '../src/error-trace.ts';
import { shownOf } from './support/failure.ts';

describe('traceOf', () => {
  it('tells the name of an error and where it was thrown, and nothing else of it', () => {
    const thrown = Object.assign(new TypeError('a secret\n    on two lines', { cause: 'a secret' }), { body: 'a secret' });
    const trace = traceOf(thrown);
    expect(trace?.message).toBe('TypeError');
    expect(trace?.stack).toMatch(/^TypeError\n\s+at .*error-trace\.test/);
    expect(shownOf(trace)).not.toContain('secret');
  });

  it.each([undefined, null, 'a secret', { message: 'a secret' }])('tells nothing of %p, which is no error', (thrown) => {
    expect(traceOf(thrown)).toBeUndefined();
  });
});
