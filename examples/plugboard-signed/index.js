import { CLOCK, provider } from 'plugboard/plugin';
import schema from './schemas/signed.json' with { type: 'json' };
import { sign } from './sign.js';
import { wire } from './wire.js';

/** The provider `signed`. A signature holds the time, which the registry's clock tells. */
export class Signed {
  static inject = [CLOCK];

  constructor(clock) {
    this.wire = { ...wire, sign: async (request) => sign(request, clock.now()) };
  }
}

// What `@provider({ ... })` does, where nothing compiles decorators.
provider({ name: 'signed', apiVersion: 1, schema })(Signed);
