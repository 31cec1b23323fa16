// Several bytes a character, so that a byte-wise cut of a stream is likely to go through one.
const WORDS = [
  'harbour',
  'café',
  'lantern',
  'jalapeño',
  'quartz',
  'smörgåsbord',
  'meadow',
  'façade',
  'compass',
  'żółw',
  'anvil',
  'déjà',
];
const SCRIPTS = ['世界', '日本語', '你好', '서울'];
const PICTURES = ['🦊', '🚀', '👩‍🚀', '🇫🇷'];

/** A word, chosen by one byte of an id of 64 hexadecimal digits. */
export function wordOf(id: string, nth: number): string {
  return pick(WORDS, id, nth % 32);
}

/** What an answer says of the results of tools, or else of the length of what was asked. */
export function sentence(results: readonly string[], words: number, id: string): string {
  // Steps that differ by less than the list is long give three words that differ.
  const picked = [0, 5, 10].map((step) => pick(WORDS, id, 1, step)).join(', ');
  const subject = results.length > 0 ? `the results ${results.join('; ')}` : inWords(words);
  return `Simulated réponse to ${subject}: ${picked}. ${pick(SCRIPTS, id, 2)} ${pick(PICTURES, id, 3)} No model was asked.`;
}

/** What is thought before it is said. */
export function thoughtOf(words: number, id: string): string {
  return `I count ${inWords(words)}, then pick words by their hash: ${wordOf(id, 0)}.`;
}

function inWords(count: number): string {
  return count === 1 ? '1 word' : `${count} words`;
}

function pick(list: readonly string[], id: string, nth: number, step = 0): string {
  return list[(Number.parseInt(id.slice(nth * 2, nth * 2 + 2), 16) + step) % list.length] ?? '';
}
