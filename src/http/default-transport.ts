import { unlessAborted } from './cancel.ts';
import type { Transport } from './transport.ts';

/** The default transport: got, which takes longer to load than all the rest of a start together, so it is not before the first request. */
export function createDefaultTransport(): Transport {
  let transport: Transport | undefined;
  return {
    async send(request, signal) {
      transport ??= await unlessAborted(load(), signal);
      return transport.send(request, signal);
    },
  };
}

async function load(): Promise<Transport> {
  const { createGotTransport } = await import('./got-transport.ts');
  return createGotTransport();
}
