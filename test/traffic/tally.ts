/** How a recording was used. */
export type Use = 'answer' | 'stream' | 'truncated' | 'cuts' | 'error' | 'round trip' | 'request' | 'none';

/** What a line of the table tells of. */
export interface Line {
  provider: string;
  endpoint: string;
  use: Use;
}

interface Row extends Line {
  passed: number;
  skipped: Map<string, number>;
  /** What has begun and not passed. */
  failed: number;
}

const COLUMNS = [19, 26, 11, 7, 8, 8, 9] as const;

/** Counts what was done with recordings, and prints it as a table. */
export class Tally {
  readonly #rows = new Map<string, Row>();

  skip(line: Line, why: string): void {
    const { skipped } = this.#row(line);
    skipped.set(why, (skipped.get(why) ?? 0) + 1);
  }

  /** Runs a check and counts how it went. */
  async count(line: Line, check: () => void | Promise<void>): Promise<void> {
    const row = this.#row(line);
    row.failed++;
    await check();
    row.failed--;
    row.passed++;
  }

  print(): void {
    const head = inColumns('provider', 'endpoint', 'use', 'cases', 'passed', 'failed', 'skipped');
    const rows = [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => written(row));
    process.stdout.write(`\nRecorded traffic\n${head}  why\n${rows.join('\n')}\n`);
  }

  #row(line: Line): Row {
    const name = `${line.provider} ${line.endpoint} ${line.use}`;
    const row = this.#rows.get(name) ?? { ...line, passed: 0, failed: 0, skipped: new Map() };
    this.#rows.set(name, row);
    return row;
  }
}

function written({ provider, endpoint, use, passed, failed, skipped }: Row): string {
  const left = [...skipped.values()].reduce((sum, count) => sum + count, 0);
  const why = [...skipped].sort().map(([reason, count]) => `${reason} ${count}`);
  return `${inColumns(provider, endpoint, use, passed + failed + left, passed, failed, left)}  ${why.join(', ')}`;
}

function inColumns(...cells: (string | number)[]): string {
  return cells
    .map((cell, index) =>
      typeof cell === 'number' || index > 2 ? String(cell).padStart(COLUMNS[index] ?? 0) : cell.padEnd(COLUMNS[index] ?? 0),
    )
    .join('');
}
