import 'reflect-metadata';
import { afterEach, describe, expect, it } from '@jest/globals';
import { container } from 'tsyringe';
import { CLIENTS, provider, TRANSPORT } from '../../src/registry/define.ts';
import { create, options, registryOf } from '../support/acme-plugin.ts';
import { deltaWire } from '../support/delta-wire.ts';
import { thrownBy } from '../support/failure.ts';
import { FakeTransport } from '../support/fake-transport.ts';

describe('the container', () => {
  afterEach(() => container.reset());

  it("takes nothing from tsyringe's global container", () => {
    container.register(TRANSPORT, { useValue: 'leak' });
    container.register(Symbol.for('acme.own'), { useValue: 'leak' });
    const given: unknown[] = [];
    @provider(options)
    class Acme {
      static readonly inject = [TRANSPORT];
      readonly wire = deltaWire;
      constructor(transport: unknown) {
        given.push(transport);
      }
    }
    container.register(Acme as never, { useValue: { wire: undefined } as never });
    const transport = new FakeTransport();
    create(registryOf([Acme], { transport }), 'acme');
    expect(given).toEqual([transport]);
    @provider({ ...options, name: 'other', aliases: [] })
    class Other {
      static readonly inject = [Symbol.for('acme.own')];
      readonly wire = deltaWire;
    }
    expect(thrownBy(() => create(registryOf([Other]), 'other')).message).toContain('acme.own');
  });

  it('gives each registry its own things', () => {
    const transports = [new FakeTransport(), new FakeTransport()];
    const given: unknown[] = [];
    @provider(options)
    class Acme {
      static readonly inject = [TRANSPORT, CLIENTS];
      readonly wire = deltaWire;
      constructor(transport: unknown) {
        given.push(transport);
      }
    }
    for (const transport of transports) create(registryOf([Acme], { transport }), 'acme');
    expect(given).toEqual(transports);
  });
});
