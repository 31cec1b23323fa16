// A provider with a wire of its own and what its API says, as its author would write them.
import { definePlugin, jsonLines, textOf } from 'plugboard/plugin';

const FINISHES = { end: 'stop', limit: 'length' };

const read = (event) => {
  const { word, words, done, in: asked, out: said, problem } = event ?? {};
  return [
    ...(word || words ? [{ type: 'text', text: word ?? words }] : []),
    ...(asked === undefined ? [] : [{ type: 'usage', counters: { asked, said } }]),
    ...(done ? [{ type: 'finish', reason: FINISHES[done] ?? 'other', raw: done }] : []),
    ...(problem ? [{ type: 'error', message: problem }] : []),
  ];
};

const wire = {
  capabilities: ['chat', 'stream'],
  settings: ['temperature', 'maxTokens'],
  framing: jsonLines,
  path: () => '/talk',
  headers: (_config, apiKey) => ({ 'x-acme-key': apiKey }),
  encode: ({ model, messages, temperature, maxTokens, stream }) => ({
    model,
    ask: messages.map(({ role, content }) => ({ who: role, say: textOf(content) })),
    heat: process.env.ACME_FAULT === 'heat' ? temperature || undefined : temperature,
    limit: maxTokens,
    stream,
  }),
  decode: read,
  decodeEvent: read,
  usage: ({ asked, said }) => ({ promptTokens: asked, completionTokens: said }),
  errorMessage: (body) => body?.problem,
  async sign(request) {
    if (process.env.ACME_FAULT === 'rejection') Promise.reject(new Error('left alone'));
    return request;
  },
};

export const given = {
  plugin: definePlugin({
    name: 'acme',
    apiVersion: 1,
    schema: { properties: { baseURL: { default: 'https://api.acme.example' }, model: { default: 'acme-1' } } },
    wire,
  }),
  fixtures: [
    {
      name: 'a greeting',
      request: 'Say hello.',
      frames: ['{"word":"Hel"}\n', '{"word":"lo!"}\n', '{"done":"end","in":3,"out":2}\n'],
      body: { words: 'Hello!', done: 'end', in: 3, out: 2 },
      expect: { content: 'Hello!', finishReason: 'stop', usage: { promptTokens: 3, completionTokens: 2 } },
      sent: { path: '/talk', headers: { 'x-acme-key': '***' }, body: { ask: [{ say: 'Say hello.' }] } },
    },
  ],
  errors: [
    { status: 400, body: { problem: 'too long' }, expect: { code: 'INVALID_INPUT', message: 'too long' } },
    { frame: '{"problem":"overheated"}\n', expect: { code: 'STREAM_READ', message: 'overheated' } },
  ],
};
