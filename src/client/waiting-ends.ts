/** Who waits for a text to be as long as they need it, the nearest first. They mostly come in that order. */
export class WaitingEnds<W> {
  readonly #all: { end: number; who: W }[] = [];
  /** Those before it have what they waited for. */
  #first = 0;

  add(end: number, who: W): void {
    let [low, high] = [this.#first, this.#all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#all[middle] as { end: number }).end <= end) low = middle + 1;
      else high = middle;
    }
    this.#all.splice(low, 0, { end, who });
  }

  /** Those who need no more than this, once. */
  reach(length: number): W[] {
    const from = this.#first;
    while (this.#first < this.#all.length && (this.#all[this.#first] as { end: number }).end <= length) this.#first += 1;
    return this.#all.slice(from, this.#first).map(({ who }) => who);
  }
}
