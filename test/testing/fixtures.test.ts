import { beforeAll, describe, it } from '@jest/globals';
import nock from 'nock';
import { sse } from '../../src/plugin.ts';
import { describeProvider, type Fixture } from '../../src/testing.ts';
import { errors, fixtures, made, pluginOf, wire, wired } from './acme.ts';

beforeAll(() => nock.restore());

const asEvents = ({ frames, ...fixture }: Fixture): Fixture => ({
  ...fixture,
  frames: frames?.map((frame) => `event: said\ndata: ${String(frame).slice(1)}\n`),
});

describe('a good plugin passes', () => {
  describe('by its wire', () => describeProvider({ plugin: pluginOf({ wire }), fixtures, errors }, { describe, it }));

  describe('by a client of its own', () => {
    describeProvider({ plugin: pluginOf(made(() => ({}))), fixtures }, { describe, it });
  });

  describe('without streams, tools and settings', () => {
    const plugin = pluginOf(wired({ capabilities: ['chat'], settings: [] }));
    const said = fixtures.slice(0, 1).map(({ frames: _none, sent: _any, ...fixture }) => ({ ...fixture, request: 'Greet.' }));
    describeProvider({ plugin, fixtures: said, errors: errors.slice(0, 2) }, { describe, it });
  });

  describe('with server-sent events, and a key of a certain form', () => {
    const plugin = pluginOf(wired({ framing: sse }));
    const config = { apiKey: 'acme:0123456789abcdef' };
    describeProvider({ plugin, fixtures: fixtures.map(asEvents), config }, { describe, it });
  });
});
