import { afterAll, afterEach, expect } from '@jest/globals';
import nock from 'nock';

nock.disableNetConnect();
nock.enableNetConnect(/^(127\.0\.0\.1|localhost|\[?::1\]?)(:\d+)?$/);

afterEach(() => {
  nock.abortPendingRequests();
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});

// What nock has patched outlives a test file, and would hide connections from the next one.
afterAll(() => nock.restore());
