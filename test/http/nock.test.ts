import { describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { createGotTransport } from '../../src/http/got-transport.ts';
import { failureFrom, request, textOf } from './servers.ts';

const transport = createGotTransport();
const quiet = () => new AbortController().signal;

describe('the transport under nock', () => {
  it('asks what it would ask a server', async () => {
    nock('https://api.acme.com', { reqheaders: { authorization: 'Bearer k' } })
      .post('/v1/chat', { prompt: 'Hi' })
      .reply(201, { text: 'Hello' }, { 'X-Request-Id': 'r1' });
    const asked = request('https://api.acme.com/v1/chat', {
      headers: { authorization: 'Bearer k', 'content-type': 'application/json' },
      body: '{"prompt":"Hi"}',
    });
    const answer = await transport.send(asked, quiet());
    expect(answer).toMatchObject({ status: 201, headers: { 'x-request-id': 'r1' } });
    expect(await textOf(answer)).toBe('{"text":"Hello"}');
  });

  it('turns an error into a failure', async () => {
    const error = Object.assign(new Error('with a secret'), { code: 'ECONNRESET' });
    nock('https://api.acme.com').post('/').replyWithError(error);
    const failure = await failureFrom(transport.send(request('https://api.acme.com/'), quiet()));
    expect(failure).toMatchObject({ kind: 'reset', message: expect.not.stringContaining('secret') });
  });

  it('can be aborted while the answer is late', async () => {
    const controller = new AbortController();
    nock('https://api.acme.com').get('/').delayConnection(2000).reply(200);
    const pending = transport.send(request('https://api.acme.com/', { method: 'GET', body: undefined }), controller.signal);
    controller.abort('enough');
    expect(await failureFrom(pending)).toBe('enough');
    nock.cleanAll();
  });
});
