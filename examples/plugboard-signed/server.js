import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { signatureOf } from './sign.js';

const FIVE_MINUTES = 300;

/** A server of the API on loopback, which answers whom it knows by the signature, and keeps what it was sent. */
export async function startServer(secrets) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const { method, headers, url: path } = request;
    const body = (await request.setEncoding('utf8').toArray()).join('');
    requests.push({ method, path, headers, body });
    const tell = (status, answer) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    const flaw = flawOf(secrets, { method, url: `http://${headers.host}${path}`, headers, body });
    if (flaw) tell(401, { wrong: { kind: 'signature', words: flaw } });
    else if (path === '/v1/models') tell(200, { models: ['signed-1'] });
    else if (path !== '/v1/answers') tell(404, { wrong: { kind: 'path', words: `there is no ${path}` } });
    else answer(JSON.parse(body), response, tell);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { baseURL: `http://127.0.0.1:${server.address().port}/v1`, requests, close };
}

/** What is wrong with a signature; `undefined` for a good one. */
function flawOf(secrets, { headers, ...request }) {
  const { 'x-signed-id': id, 'x-signed-time': time, 'x-signed-signature': signature = '' } = headers;
  const secret = secrets[id];
  if (secret === undefined) return 'the key is not known';
  if (!(Math.abs(Date.now() / 1000 - Number(time)) < FIVE_MINUTES)) return 'the signature is too old';
  const expected = Buffer.from(signatureOf(secret, { ...request, time }));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected) ? undefined : 'the signature does not fit';
}

function answer({ model, turns, live }, response, tell) {
  const words = ['You', ' said:', ` ${turns.at(-1).says}`];
  const ending = { counted: { read: 7, written: words.length }, ended: 'done' };
  if (!live) return tell(200, { id: 'a1', model, says: words.join(''), ...ending });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const piece of [{ id: 'a1', model }, ...words.map((says) => ({ says })), ending]) {
    response.write(`data: ${JSON.stringify(piece)}\n\n`);
  }
  response.end();
}
