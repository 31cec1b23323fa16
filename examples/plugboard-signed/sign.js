import { createHmac } from 'node:crypto';

/** Where `headers` of the wire puts the secret for `sign`, which takes it out again: it is never sent. */
export const SECRET = 'x-signed-secret';

/** The request with an HMAC over its method, path, time and body in the place of the secret. */
export function sign({ headers, ...request }, now) {
  const { [SECRET]: secret, ...sent } = headers;
  const time = String(Math.floor(now / 1000));
  const signature = signatureOf(secret, { ...request, time });
  return { ...request, headers: { ...sent, 'x-signed-time': time, 'x-signed-signature': signature } };
}

/** What the server computes too. */
export function signatureOf(secret, { method, url, time, body = '' }) {
  const { pathname, search } = new URL(url);
  return createHmac('sha256', secret)
    .update([method, pathname + search, time, body].join('\n'))
    .digest('hex');
}
