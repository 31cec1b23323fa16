/** They say where a body ends, which is the transport's to know. */
const OWN_HEADERS = new Set(['content-length', 'transfer-encoding', 'connection']);

/** What keeps headers that somebody adds to a request from being sent. */
export function checkHeaders(headers: unknown): string[] {
  // The platform's `Headers` and a `Map` have no members: what they hold would be lost without a word.
  if (typeof headers !== 'object' || headers === null || Symbol.iterator in headers)
    return ['headers: must be a plain object of strings'];
  return Object.entries(headers).flatMap(([name, value]) => {
    if (OWN_HEADERS.has(name.toLowerCase())) return `headers.${name}: is set by Plugboard itself`;
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return `headers: ${JSON.stringify(name)} is no header name`;
    const fits = typeof value === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
    return fits ? [] : `headers.${name}: must be a string without line breaks`;
  });
}
