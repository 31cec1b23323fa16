import { setImmediate } from 'node:timers/promises';
import type { HttpAnswer, Transport } from '../http/transport.ts';
import type { Scenario } from '../simulator/simulator.ts';
import type { CompletionResponse } from '../types.ts';
import { type Reading, readThrough } from './checks.ts';
import type { ErrorFixture, Fixture } from './fixture.ts';
import { startFixtureServer } from './fixture-server.ts';
import type { WirePlugin } from './given.ts';
import { createClient, keysIn, type Registered, type Settings, Subject } from './subject.ts';
import { wordsOf } from './told.ts';

/** An event as it goes over the wire, or any other piece of a body. */
export type Chunk = string | Uint8Array;

/** A fixture of a stream. */
export type StreamFixture = Fixture & { frames: readonly Chunk[] };

/** What a stream gave, and the answer at its end. */
export interface Played extends Reading {
  response?: CompletionResponse | undefined;
}

/** Where a stream has given something and has not yet told its end. */
export interface Middle {
  fixture: StreamFixture;
  /** How many of its frames have come. */
  after: number;
  /** What they add up to. */
  text: string;
}

/** A plugin with a wire of its own, and a server that says what its fixtures say. */
export class FixtureSubject extends Subject {
  readonly fixtures: readonly Fixture[];
  readonly errors: readonly ErrorFixture[];
  readonly #registered: Registered;
  readonly #choose: (fixture: Fixture | undefined) => void;

  private constructor(
    registered: Registered,
    { fixtures, errors = [] }: WirePlugin,
    parts: { server: Subject['simulator']; choose(fixture: Fixture | undefined): void },
  ) {
    super(registered, { server: parts.server, baseURL: parts.server.url });
    this.fixtures = fixtures;
    this.errors = errors;
    this.#registered = registered;
    this.#choose = parts.choose;
  }

  /** With a server that was started for it. */
  static async open(registered: Registered, given: WirePlugin): Promise<FixtureSubject> {
    let chosen: Fixture | undefined;
    const server = await startFixtureServer({
      fixture: (kind) => (chosen?.[kind] === undefined ? given.fixtures.find((fixture) => fixture[kind] !== undefined) : chosen),
      asksForStream: given.asksForStream,
      keys: keysIn(registered),
    });
    return new FixtureSubject(registered, given, {
      server,
      choose: (fixture) => {
        chosen = fixture;
      },
    });
  }

  /** The fixtures that show a stream. */
  get streams(): StreamFixture[] {
    return this.fixtures.filter((fixture): fixture is StreamFixture => fixture.frames !== undefined);
  }

  /** Serves a fixture from now on, and does as told. */
  serve(fixture: Fixture, scenario: Scenario = []): void {
    this.#choose(fixture);
    this.simulate(scenario);
  }

  /** Holds each of some fixtures to something. */
  async each<F extends Fixture>(fixtures: readonly F[], run: (fixture: F) => Promise<void>): Promise<void> {
    for (const fixture of fixtures) {
      this.serve(fixture);
      try {
        await run(fixture);
      } catch (cause) {
        throw new Error(`fixture "${fixture.name}": ${wordsOf(cause)}`, { cause });
      }
    }
  }

  /** What is made of these pieces of a body, each of which comes by itself. No socket is between, which could join them. */
  async play({ request }: Fixture, chunks: readonly Chunk[], settings: Settings = {}): Promise<Played> {
    const client = createClient(this.#registered, this.baseURL, {
      retry: { attempts: 1 },
      ...settings,
      transport: replay(chunks),
    });
    const reading = await readThrough(client.stream(request));
    const last = reading.events.at(-1);
    return { ...reading, response: last?.type === 'finish' ? last.response : undefined };
  }

  /** The first place where a stream can break with something given: that of the first fixture that has one. */
  async middle(): Promise<Middle | undefined> {
    for (const fixture of this.streams) {
      for (let after = 1; after < fixture.frames.length; after += 1) {
        const { error, text } = await this.play(fixture, fixture.frames.slice(0, after));
        if (!error) break;
        if (text !== '') return { fixture, after, text };
      }
    }
    return undefined;
  }
}

function replay(chunks: readonly Chunk[]): Transport {
  async function* body() {
    for (const chunk of chunks) {
      // As from a socket: other streams and time-outs have their turn.
      await setImmediate();
      yield Buffer.from(chunk as Uint8Array);
    }
  }
  const headers = { 'content-type': 'application/octet-stream', 'x-request-id': 'fixture' };
  return { send: async (): Promise<HttpAnswer> => ({ status: 200, headers, body: body() }) };
}
