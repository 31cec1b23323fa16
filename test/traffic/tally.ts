/** How a recording was used. */
export type Use = 'answer' | 'stream' | 'truncated' | 'cuts' | 'error' | 'round trip' | 'request' | 'none';

interface Row {
  passed: number;
  skipped: Map<string, number>;
  /** What has begun and not passed. */
  failed: number;
}

/** Counts what was done with a provider's recordings, and prints it as a table. */
export class Tally {
  readonly #provider: string;
  readonly #rows = new Map<string, Row>();

  constructor(provider: string) {
    this.#provider = provider;
  }

  skip(endpoint: string, use: Use, why: string): void {
    const { skipped } = this.#row(endpoint, use);
    skipped.set(why, (skipped.get(why) ?? 0) + 1);
  }

  /** Runs a check and counts how it went. */
  async count(endpoint: string, use: Use, check: () => void | Promise<void>): Promise<void> {
    const row = this.#row(endpoint, use);
    row.failed++;
    await check();
    row.failed--;
    row.passed++;
  }

  print(): void {
    const lines = [...this.#rows].sort().map(([name, { passed, failed, skipped }]) => {
      const reasons = [...skipped].sort().map(([why, count]) => `${why} ${count}`);
      const left = [...skipped.values()].reduce((sum, count) => sum + count, 0);
      const counts = [passed + failed + left, passed, failed, left].map((count) => String(count).padStart(8));
      return `${this.#provider.padEnd(12)}${name.padEnd(28)}${counts.join('')}  ${reasons.join(', ')}`;
    });
    const head = `${'provider'.padEnd(12)}${'endpoint'.padEnd(28)}${['cases', 'passed', 'failed', 'skipped'].map((word) => word.padStart(8)).join('')}  why`;
    process.stdout.write(`\nRecorded traffic\n${head}\n${lines.join('\n')}\n`);
  }

  #row(endpoint: string, use: Use): Row {
    const name = `${endpoint}: ${use}`;
    const row = this.#rows.get(name) ?? { passed: 0, failed: 0, skipped: new Map() };
    this.#rows.set(name, row);
    return row;
  }
}
