import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import type { CutResult, CutTask } from './cut-worker.ts';
import type { RecordedProvider } from './providers.ts';

const WORKERS = 2;

/**
 * Reads a provider's recordings once for each way to cut them, some 300,000 times for three providers. Jest's sandbox makes that
 * twice as slow, so it is done outside of it, in threads.
 */
export class CutWorkers {
  readonly #results = new Map<string, CutResult>();
  readonly #waiting = new Map<string, () => void>();
  readonly #workers: Worker[];
  #failure: Error | undefined;
  #running = WORKERS;

  constructor(provider: RecordedProvider) {
    const code = bundle();
    this.#workers = Array.from({ length: WORKERS }, (_, worker) => {
      const task: CutTask = { provider, worker, workers: WORKERS };
      return new Worker(code, { eval: true, workerData: task })
        .on('message', (result: CutResult) => this.#results.set(result.name, result))
        .on('message', () => this.#wake())
        .on('error', (error) => this.#end(error))
        .on('exit', () => this.#end());
    });
  }

  /** How a recording read otherwise when it was cut; `undefined` if it did not. */
  async differenceIn(name: string): Promise<string | undefined> {
    while (!this.#results.has(name) && this.#running > 0 && !this.#failure) {
      await new Promise<void>((resolve) => this.#waiting.set(name, resolve));
    }
    const result = this.#results.get(name);
    if (!result) throw this.#failure ?? new Error(`no worker has read ${name}`);
    return result.difference;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #end(failure?: Error): void {
    this.#failure ??= failure;
    if (!failure) this.#running -= 1;
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.values()) resolve();
    this.#waiting.clear();
  }
}

function bundle(): string {
  const entry = new URL('./cut-worker.ts', import.meta.url);
  const { outputFiles } = buildSync({
    entryPoints: [entry.pathname],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    define: { 'import.meta.url': JSON.stringify(entry.href) },
  });
  return outputFiles[0]?.text ?? '';
}
