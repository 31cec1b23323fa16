import { afterAll, describe, expect, it } from '@jest/globals';
import { checkAnswer, checkRefusal, checkStream, checkTruncated } from './checks.ts';
import { differenceIn } from './cuts.ts';
import type { Asking, Dialect } from './oracles/dialect.ts';
import { assignedOf, type RecordedFolder } from './providers.ts';
import type { Recording } from './recordings.ts';
import { checkRequest, checkRoundTrip } from './request-checks.ts';
import type { Speaker } from './speaker.ts';
import { Tally, type Use } from './tally.ts';

/** For slow machines: nothing here takes long by itself. */
const PATIENCE_MS = 120_000;

/** Runs all recorded traffic of a folder through the real clients of the providers that read it, and prints what was run. */
export function describeTraffic(folder: RecordedFolder): void {
  const assigned = assignedOf(folder);
  if (!assigned) {
    process.stdout.write(`\nRecorded traffic of ${folder}: skipped, because the folder ../shared/traffic is not there\n`);
    it.skip(`reads recorded ${folder} traffic`, () => undefined);
    return;
  }

  describe(`recorded ${folder} traffic`, () => {
    const tally = new Tally();
    afterAll(() => tally.print());

    it('has a dialect for every endpoint, or a reason', () => {
      const lost = assigned.filter(({ dialect, ...rest }) => !dialect && 'reason' in rest && rest.reason === 'no dialect');
      expect(lost.map(({ recording }) => recording.name)).toEqual([]);
    });

    for (const one of assigned) {
      const { recording, dialect } = one;
      const provider = dialect?.provider ?? folder;
      if (dialect) describeRecording({ provider, dialect }, recording, tally);
      else tally.skip({ provider, endpoint: recording.endpoint, use: 'none' }, one.reason);
    }
  });
}

function describeRecording(speaker: Speaker, recording: Recording, tally: Tally): void {
  const { dialect, provider } = speaker;
  const { endpoint, name, status, kind } = recording;
  const counted = (title: string, use: Use, check: () => void | Promise<void>) =>
    it(`${title} ${name}`, () => tally.count({ provider, endpoint, use }, check), PATIENCE_MS);
  const skipped = (use: Use, why: string) => tally.skip({ provider, endpoint, use }, why);

  if (status >= 400) counted('names the error of', 'error', () => checkRefusal(speaker, recording));
  else if (kind === 'json') counted('reads', 'answer', () => checkAnswer(speaker, recording));
  else {
    counted('reads', 'stream', () => checkStream(speaker, recording));
    counted('sees the early end of', 'truncated', () => checkTruncated(speaker, recording));
  }
  if (status < 400) {
    const title = 'reads the same however it is cut:';
    counted(title, 'cuts', async () => expect(await differenceIn(speaker, recording)).toBeUndefined());
  }

  if (status < 400 && dialect.blocks && !dialect.read(recording).failure) {
    const blocks = dialect.blocks(recording);
    if (blocks.length === 0) skipped('round trip', 'empty answer');
    else counted('sends back', 'round trip', () => checkRoundTrip(speaker, recording, blocks));
  }
  const asking = askingOf(dialect, recording);
  if (asking.reason !== undefined) skipped('request', asking.reason);
  else counted('asks as', 'request', () => checkRequest(speaker, recording, asking.request));
}

/** A request that the provider refused as malformed is no model for ours. */
function askingOf(dialect: Dialect, recording: Recording): Asking {
  const { request, status } = recording;
  if (!request) return { reason: 'not recorded' };
  return status === 400 || status === 422 ? { reason: 'refused as malformed' } : dialect.ask(request, recording);
}
