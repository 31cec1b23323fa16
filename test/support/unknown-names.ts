import dns from 'node:dns';
import { afterEach, beforeEach, jest } from '@jest/globals';

/** Lets no name be known, as a network without one says it. Some machines give every name an address that leads nowhere. */
export function useUnknownNames(): void {
  beforeEach(() => {
    const lookup = (name: string, _options: unknown, done: (error: Error) => void) => {
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
      process.nextTick(done, error);
    };
    jest.spyOn(dns, 'lookup').mockImplementation(lookup as never);
  });
  afterEach(() => {
    jest.mocked(dns.lookup).mockRestore();
  });
}
