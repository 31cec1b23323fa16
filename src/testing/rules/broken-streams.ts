import assert from 'node:assert/strict';
import type { Fault } from '../../simulator/simulator.ts';
import { failureOf, readThrough } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { PROMPT, type Subject, truthOf } from '../subject.ts';

interface Break {
  what: string;
  fault: Fault;
  settings?: Record<string, unknown>;
  /** Several only where the wire's own words decide. */
  code: RegExp;
  phase?: string;
  /** The setting that the message must name. */
  setting?: string;
}

const IN_THE_MIDDLE = 4;

const BREAKS: readonly Break[] = [
  { what: 'the connection is cut between two events', fault: { break: 'cut' }, code: /^STREAM_READ$/ },
  { what: 'the connection is cut inside an event', fault: { break: 'cut-inside' }, code: /^STREAM_READ$/ },
  { what: 'the body ends without a terminal event', fault: { break: 'end' }, code: /^STREAM_READ$/ },
  { what: 'an event is malformed', fault: { break: 'malformed' }, code: /^STREAM_READ$/ },
  { what: 'an event tells of an error', fault: { break: 'error' }, code: /^(LLM_REQUEST|STREAM_READ)$/ },
  {
    what: 'nothing but keep-alives comes',
    fault: { break: 'stall', keepAliveMs: 5, stallMs: 1000 },
    settings: { idleTimeoutMs: 60 },
    code: /^LLM_TIMEOUT$/,
    phase: 'idle',
    setting: 'idleTimeoutMs',
  },
  {
    what: 'an event is larger than maxEventBytes',
    fault: { padBytes: 200_000 },
    settings: { maxEventBytes: 50_000 },
    code: /^STREAM_READ$/,
    setting: 'maxEventBytes',
  },
];

/** A stream that breaks is never a success, and loses nothing of what it gave. */
export const broken: readonly Rule[] = [
  ...BREAKS.map((broken) => ({
    rule: `throws, with the answer so far, when ${broken.what}`,
    run: (subject: Subject) => breaks(subject, broken, IN_THE_MIDDLE),
  })),
  ...BREAKS.filter(({ what }) => /cut|terminal/.test(what)).map((broken) => ({
    rule: `throws, with all of the text, when after the last token ${broken.what}`,
    run: (subject: Subject) => breaks(subject, broken, Number.POSITIVE_INFINITY),
  })),
  {
    rule: 'throws when nothing but keep-alives comes before the first content',
    async run(subject) {
      subject.simulate({ break: 'stall', keepAliveMs: 5, stallMs: 1000 });
      const client = subject.client({ firstContentTimeoutMs: 40, retry: { attempts: 2 } });
      const { events, error } = await readThrough(client.stream(PROMPT));
      assert.equal(events.length, 0);
      assert.equal(error?.code, 'LLM_TIMEOUT');
      assert.equal(error.phase, 'first-content');
      assert.match(error.message, /firstContentTimeoutMs/);
      assert.equal(error.attempts, 2, 'a time-out before the first content is tried again');
    },
  },
  {
    rule: 'tells what an error event says',
    async run(subject) {
      subject.simulate({ break: 'error', after: IN_THE_MIDDLE });
      const told = await failureOf(subject.client().stream(PROMPT).response);
      subject.simulate({ break: 'end', after: IN_THE_MIDDLE });
      const ended = await failureOf(subject.client().stream(PROMPT).response);
      assert.notEqual(told.message, ended.message, 'the error event is swallowed: the stream seems just to end');
    },
  },
];

/** All three ways to read it tell the same. */
async function breaks(
  subject: Subject,
  { fault, settings = {}, code, phase, setting = '' }: Break,
  after: number,
): Promise<void> {
  const truth = truthOf(PROMPT).tokens.slice(0, after).join('');
  const client = subject.client(settings);
  const simulate = () => subject.simulate({ ...fault, after });

  simulate();
  const { events, text, error } = await readThrough(client.stream(PROMPT));
  assert.ok(error, 'a broken stream seems to end well');
  assert.ok(!events.some(({ type }) => type === 'finish'), 'a broken stream gives a finish event');
  assert.equal(text, truth, 'what came before the break must be given, and no more');
  assert.match(error.code, code);
  if (phase) assert.equal(error.phase, phase);
  assert.ok(error.message.includes(setting), `the message must name ${setting}: ${error.message}`);
  assert.equal(error.provider, client.provider);
  assert.equal(error.attempts, 1);
  assert.equal(error.partial?.content, truth, 'partial must hold the answer so far');
  assert.ok(!Object.keys(error).includes('partial'), 'partial must not be enumerable');
  assert.equal(subject.simulator.requests.length, 1, 'a stream is never tried again after its first content');

  simulate();
  const awaited = await failureOf(client.stream(PROMPT).response);
  assert.equal(awaited.code, error.code);
  assert.equal(awaited.partial?.content, truth);

  simulate();
  let pieces = '';
  const read = async () => {
    for await (const piece of client.stream(PROMPT).text) pieces += piece;
  };
  assert.equal((await failureOf(read())).code, error.code);
  assert.equal(pieces, truth);
}
