const MASK = '[redacted]';
const LONGEST_QUOTE = 500;

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

const SECRET_HEADER = /key|token|secret|authorization|^(set-)?cookie$/i;

/** Strikes out the given secrets in every form that a provider may repeat them in, and whatever else looks like a key. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const form of formsOf(secrets)) clean = clean.replaceAll(form, MASK);
  for (const [pattern, replacement] of LOOKS_SECRET) clean = clean.replace(pattern, replacement);
  return clean;
}

/** A provider's own words, fit to be put into a message: without secrets, on one line, at most 500 characters. */
export function quote(words: string, secrets: readonly string[]): string {
  const line = redact(words, secrets)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length <= LONGEST_QUOTE ? line : `${line.slice(0, LONGEST_QUOTE - 1).replace(/\p{Cs}$/u, '')}…`;
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
