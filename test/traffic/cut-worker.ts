import { parentPort, workerData } from 'node:worker_threads';
import { differenceIn } from './cuts.ts';
import { assignedOf, type RecordedProvider } from './providers.ts';

/** What a worker is told. */
export interface CutTask {
  provider: RecordedProvider;
  /** Of all recordings, this worker takes each one whose place modulo `workers` is `worker`. */
  worker: number;
  workers: number;
}

/** What a worker tells of one recording. */
export interface CutResult {
  name: string;
  difference: string | undefined;
}

async function run({ provider, worker, workers }: CutTask): Promise<void> {
  // Streams that must raise do so thousands of times, and nobody reads their stacks.
  Error.stackTraceLimit = 0;
  const assigned = (assignedOf(provider) ?? []).filter((_, index) => index % workers === worker);
  for (const { recording, dialect } of assigned) {
    if (!dialect || recording.status >= 400) continue;
    const difference = await differenceIn({ provider, dialect }, recording);
    parentPort?.postMessage({ name: recording.name, difference } satisfies CutResult);
  }
}

void run(workerData as CutTask);
