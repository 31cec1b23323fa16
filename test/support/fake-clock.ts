import type { Clock } from '../../src/provider.ts';

/** Time that passes only when a test says so. */
export class FakeClock implements Clock {
  #time = 0;
  readonly #timers = new Set<{ at: number; callback: () => void }>();

  now(): number {
    return Date.UTC(2026, 0, 1) + this.#time;
  }

  monotonic(): number {
    return this.#time;
  }

  /** How many timers are waiting. */
  get waiting(): number {
    return this.#timers.size;
  }

  schedule(callback: () => void, ms: number): () => void {
    const timer = { at: this.#time + ms, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets time pass, firing what is due in order, with room for promises in between. */
  async advance(ms: number): Promise<void> {
    const until = this.#time + ms;
    for (;;) {
      await settle();
      const due = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#time = Math.max(this.#time, due.at);
      this.#timers.delete(due);
      due.callback();
    }
    this.#time = until;
    await settle();
  }
}

/** Lets every promise that can go on go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
