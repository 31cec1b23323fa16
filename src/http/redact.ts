const MASK = '[redacted]';
const LONGEST_QUOTE = 500;
const LONGEST_READ = 4000;
const LONGEST_LINE = 65_536;

/** What is shared by fewer characters is language, not a repetition. */
const BLOCK = 16;
const PLACES = 8;

/** Shorter strings are no secrets, and striking them out would leave holes everywhere. */
const SHORTEST_SECRET = 4;

const LOOKS_SECRET: readonly [pattern: RegExp, replacement: string][] = [
  // A token is long or has a digit or padding; the words after "Bearer" in a sentence are not and have none.
  [/\b(Bearer|Basic)\s+(?=[\w.~+/=-]*[\d=]|[\w.~+/=-]{20})[\w.~+/=-]{4,}/gi, `$1 ${MASK}`],
  [/\bsk-[\w*.-]{4,}/g, MASK],
  [/\bhf_[A-Za-z0-9*]{4,}/g, MASK],
  [/\bAIza[\w*-]{4,}/g, MASK],
  [/:\/\/[^\s/?#"'<>]+@/g, `://${MASK}@`],
];

const SECRET_HEADER = /key|token|secret|auth|passw|session|credential|signature|^(set-)?cookie$/i;

/** Strikes out the given secrets in every form that a provider may repeat them in, and whatever else looks like a key. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const form of formsOf(secrets)) clean = clean.replaceAll(form, MASK);
  for (const [pattern, replacement] of LOOKS_SECRET) clean = clean.replace(pattern, replacement);
  return clean;
}

/** A provider's own words, fit to be put into a message: without secrets and what the caller said, on one line, at most 500 characters. */
export function quote(words: string, secrets: readonly string[], said: readonly string[] = []): string {
  const line = redact(oneLine(words), secrets);
  const clean = strikeShared(line.slice(0, LONGEST_READ), said);
  return clean.length <= LONGEST_QUOTE ? clean : `${clean.slice(0, LONGEST_QUOTE - 1).replace(/\p{Cs}$/u, '')}…`;
}

/** Where a text is cut, the word at the cut goes too: it may be the half of a key. */
function oneLine(words: string): string {
  const read = words.length <= LONGEST_LINE ? words : words.slice(0, LONGEST_LINE).replace(/\S+$/, '');
  return read.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/**
 * Strikes out what a text repeats of what the caller said: every common run that holds a block of 16 characters of it, and so every
 * one of 31 or more. Looks at each block once, so that a long conversation costs little.
 */
function strikeShared(text: string, said: readonly string[]): string {
  const places = placesOf(text);
  const struck = new Uint8Array(text.length);
  for (const one of said) {
    for (let from = 0; from + BLOCK <= one.length; from += BLOCK) {
      for (const at of places.get(one.slice(from, from + BLOCK)) ?? []) if (!struck[at]) strikeRun(text, at, one, from, struck);
    }
  }
  return struck.includes(1) ? maskStruck(text, struck) : text;
}

/** Where each block of a text stands. The many places of a monotonous one lie in the runs of a few. */
function placesOf(text: string): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (let at = 0; at + BLOCK <= text.length; at += 1) {
    const block = text.slice(at, at + BLOCK);
    const known = places.get(block);
    if (!known) places.set(block, [at]);
    else if (known.length < PLACES) known.push(at);
  }
  return places;
}

/** Goes from a common block to both ends of the run that it lies in. */
function strikeRun(text: string, at: number, said: string, from: number, struck: Uint8Array): void {
  let before = 0;
  while (before < at && before < from && text[at - before - 1] === said[from - before - 1]) before += 1;
  let length = BLOCK;
  while (at + length < text.length && text[at + length] === said[from + length]) length += 1;
  struck.fill(1, at - before, at + length);
}

function maskStruck(text: string, struck: Uint8Array): string {
  let clean = '';
  for (let at = 0; at < text.length; at += 1) {
    if (!struck[at]) clean += text[at];
    else if (!struck[at - 1]) clean += MASK;
  }
  return clean;
}

/** The headers with `***` in the place of every value that may be a key. */
export function maskHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, SECRET_HEADER.test(name) ? '***' : value]));
}

/** Longest first, so that no form is broken by the striking out of a shorter one inside it. */
function formsOf(secrets: readonly string[]): string[] {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      // A lone surrogate can't be URL-encoded.
      encodeURIComponent(secret.replace(/\p{Cs}/gu, '\ufffd')),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      Buffer.from(secret).toString('base64url'),
    ]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}
