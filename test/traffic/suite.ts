import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkAnswer, checkRefusal, checkRequest, checkRoundTrip, checkStream, checkTruncated } from './checks.ts';
import { CutWorkers } from './cut-workers.ts';
import type { Asking, Dialect } from './oracles/dialect.ts';
import { assignedOf, type RecordedProvider } from './providers.ts';
import type { Recording } from './recordings.ts';
import type { Speaker } from './speaker.ts';
import { Tally, type Use } from './tally.ts';

/** For slow machines: nothing here takes long by itself. */
const PATIENCE_MS = 120_000;

/** Runs all recorded traffic of a provider through the real client, and prints what was run. */
export function describeTraffic(provider: RecordedProvider): void {
  const assigned = assignedOf(provider);
  if (!assigned) {
    process.stdout.write(`\nRecorded traffic of ${provider}: skipped, because the folder ../shared/traffic is not there\n`);
    it.skip(`reads recorded ${provider} traffic`, () => undefined);
    return;
  }

  describe(`recorded ${provider} traffic`, () => {
    const tally = new Tally(provider);
    let workers: CutWorkers | undefined;
    beforeAll(() => {
      workers = new CutWorkers(provider);
    });
    afterAll(async () => {
      await workers?.stop();
      tally.print();
    });

    it('has a dialect for every endpoint, or a reason', () => {
      const lost = assigned.filter(({ dialect, ...rest }) => !dialect && 'reason' in rest && rest.reason === 'no dialect');
      expect(lost.map(({ recording }) => recording.name)).toEqual([]);
    });

    for (const one of assigned) {
      const { recording, dialect } = one;
      if (dialect) describeRecording({ provider, dialect }, recording, tally);
      else tally.skip(recording.endpoint, 'none', one.reason);
    }

    for (const { recording, dialect } of assigned) {
      if (!dialect || recording.status >= 400) continue;
      const { name, endpoint } = recording;
      const check = async () => expect(await workers?.differenceIn(name)).toBeUndefined();
      it(`reads ${name} the same however it is cut`, () => tally.count(endpoint, 'cuts', check), PATIENCE_MS);
    }
  });
}

function describeRecording(speaker: Speaker, recording: Recording, tally: Tally): void {
  const { dialect } = speaker;
  const { endpoint, name, status, kind } = recording;
  const counted = (title: string, use: Use, check: () => void | Promise<void>) =>
    it(`${title} ${name}`, () => tally.count(endpoint, use, check), PATIENCE_MS);

  if (status >= 400) counted('names the error of', 'error', () => checkRefusal(speaker, recording));
  else if (kind === 'json') counted('reads', 'answer', () => checkAnswer(speaker, recording));
  else {
    counted('reads', 'stream', () => checkStream(speaker, recording));
    counted('sees the early end of', 'truncated', () => checkTruncated(speaker, recording));
  }

  if (status < 400 && dialect.blocks && !dialect.read(recording).failure) {
    const blocks = dialect.blocks(recording);
    if (blocks.length === 0) tally.skip(endpoint, 'round trip', 'empty answer');
    else counted('sends back', 'round trip', () => checkRoundTrip(speaker, recording, blocks));
  }
  const asking = askingOf(dialect, recording);
  if (asking.reason !== undefined) tally.skip(endpoint, 'request', asking.reason);
  else counted('asks as', 'request', () => checkRequest(speaker, recording, asking.request));
}

/** A request that the provider refused as malformed is no model for ours. */
function askingOf(dialect: Dialect, { request, status }: Recording): Asking {
  if (!request) return { reason: 'not recorded' };
  return status === 400 || status === 422 ? { reason: 'refused as malformed' } : dialect.ask(request);
}
