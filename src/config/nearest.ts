import { distance } from 'fastest-levenshtein';

/** The known word that was probably meant, if one is close; case, `-` and `_` do not count. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const plain = bare(word);
  let best: { word: string; far: number } | undefined;
  for (const candidate of known) {
    const far = distance(plain, bare(candidate));
    if (!best || far < best.far) best = { word: candidate, far };
  }
  return best && best.far <= Math.max(1, Math.ceil(plain.length / 3)) ? best.word : undefined;
}

/** The question behind what is wrong with a word that is not known; `otherwise` if no known word is close. */
export function didYouMean(word: string, known: readonly string[], otherwise = ''): string {
  const near = nearest(word, known);
  return near ? `; did you mean "${near}"?` : otherwise;
}

function bare(word: string): string {
  return String(word).toLowerCase().replaceAll(/[-_]/g, '');
}
