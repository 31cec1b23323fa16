import { describe, expect, it } from '@jest/globals';
import { faultsOf, type Scenario, type SimulatorRequest } from '../../src/simulator/fault.ts';

const request: SimulatorRequest = { method: 'GET', path: '/', headers: {}, body: undefined };

function statuses(scenario: Scenario | undefined, count = 4): (number | undefined)[] {
  const next = faultsOf(scenario);
  return Array.from({ length: count }, () => next(request)?.status);
}

describe('faultsOf', () => {
  it('has none without a scenario', () => {
    expect(statuses(undefined)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('repeats a single fault for ever, or as often as it says', () => {
    expect(statuses({ status: 500 })).toEqual([500, 500, 500, 500]);
    expect(statuses({ status: 500, times: 2 })).toEqual([500, 500, undefined, undefined]);
  });

  it('uses a list up, one request after the other', () => {
    expect(statuses([{ status: 500 }, {}, { status: 429, times: 2 }], 5)).toEqual([500, undefined, 429, 429, undefined]);
  });

  it('asks a function', () => {
    expect(faultsOf(({ method }) => (method === 'GET' ? { status: 503 } : undefined))(request)).toEqual({ status: 503 });
  });
});
