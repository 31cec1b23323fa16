// A server that costs as little as it can: every answer is made beforehand. Prints its port when it listens.

import http from 'node:http';

const EVENTS = 2000;
const EVENTS_A_WRITE = 50;

const sse = (data) => `data: ${JSON.stringify(data)}\n\n`;
const chunk = (delta, finish_reason = null) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1767225600,
  model: 'bench',
  choices: [{ index: 0, delta, finish_reason }],
});

const answer = Buffer.from(
  JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1767225600,
    model: 'bench',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hello there, how can I help?' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 10, completion_tokens: 8, total_tokens: 18 },
  }),
);
const tokens = Array.from({ length: EVENTS }, (_, index) => sse(chunk({ content: ` token${index}` })));
const closing =
  sse(chunk({}, 'stop')) +
  sse({ ...chunk({}), choices: [], usage: { prompt_tokens: 10, completion_tokens: EVENTS } }) +
  'data: [DONE]\n\n';
const writes = [];
for (let from = 0; from < EVENTS; from += EVENTS_A_WRITE)
  writes.push(Buffer.from(tokens.slice(from, from + EVENTS_A_WRITE).join('')));
writes.push(Buffer.from(closing));

const server = http.createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (text) => {
    body += text;
  });
  request.on('end', () => respond(request.url, body, response));
});

function respond(url, body, response) {
  if (url.startsWith('/silent')) return;
  if (url.startsWith('/busy')) return response.writeHead(503, { 'retry-after': '30' }).end();
  if (!body.includes('"stream":true')) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (url.startsWith('/open')) return response.write(tokens[0]);
  for (const write of writes) response.write(write);
  response.end();
}

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

// It goes when the process that started it goes, however that ends.
process.stdin.resume().on('end', () => process.exit());
