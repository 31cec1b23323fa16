import assert from 'node:assert/strict';
import type { SimulatorRequest } from '../simulator/simulator.ts';
import { assertSame } from './checks.ts';
import type { ExpectedRequest } from './fixture.ts';

/** That something has these members, at any depth. Lists must be as long as expected. */
export function assertPart(actual: unknown, expected: unknown, what: string): void {
  if (!isRecord(expected) || !isRecord(actual)) {
    assertSame(actual, expected, `${what} is not what is expected`);
    return;
  }
  for (const [name, value] of Object.entries(expected)) {
    if (value === undefined) continue;
    const at = what === 'the answer' ? name : `${what}.${name}`;
    assertSame(likeIn(actual[name], value), value, `${at} is not what is expected`);
  }
}

/** That a request held what it should. */
export function assertSent(request: SimulatorRequest | undefined, { path, headers = {}, body }: ExpectedRequest): void {
  assert.ok(request, 'nothing was sent');
  if (path !== undefined && !fits(request.path, path, (end) => request.path.endsWith(end))) {
    assert.equal(request.path, path, 'the path is not what is expected');
  }
  for (const [name, expected] of Object.entries(headers)) {
    const value: string | undefined = request.headers[name.toLowerCase()];
    if (!fits(value ?? '', expected, (whole) => value === whole)) {
      assert.equal(value, expected, `the header ${name} is not what is expected`);
    }
  }
  if (body !== undefined) assertPart(request.body, body, 'the body');
}

function fits(value: string, expected: string | RegExp, isSame: (text: string) => boolean): boolean {
  return typeof expected === 'string' ? isSame(expected) : expected.test(value);
}

/** As much of a value as is expected. */
function likeIn(actual: unknown, expected: unknown): unknown {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return actual.map((item, index) => (index < expected.length ? likeIn(item, expected[index]) : item));
  }
  if (!isRecord(expected) || !isRecord(actual)) return actual;
  return Object.fromEntries(Object.keys(expected).map((name) => [name, likeIn(actual[name], expected[name])]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
