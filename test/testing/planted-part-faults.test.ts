import { beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import type { Call, CompletionInput, Message, Part } from '../../src/plugin.ts';
import { good, made, type Planted, testsOf, wired } from './planted.ts';

/** Changes the call that is encoded. */
const asking = (change: (call: Call) => Partial<Call>) => wired({ encode: (call) => good.encode({ ...call, ...change(call) }) });

/** Changes the parts of every message that has some. */
const parting = (change: (parts: readonly Part[]) => readonly Part[]) =>
  asking(({ messages }) => ({
    messages: messages.map((message) =>
      typeof message.content === 'string' ? message : { ...message, content: change(message.content) },
    ),
  }));

const each = (change: (part: Part) => Part) => parting((parts) => parts.map(change));
const isMedia = ({ type }: Part) => type === 'image' || type === 'file';

const PLANTED: Planted[] = [
  {
    fault: 'drops images',
    plant: parting((parts) => parts.filter(({ type }) => type !== 'image')),
    rule: 'sends an image in every form, its bytes unchanged, or refuses its bytes in all',
  },
  {
    fault: 'changes the bytes of an image',
    plant: each((part) =>
      part.type === 'image' && part.base64 ? { ...part, base64: `${part.base64.slice(0, -8)}AAAAAA==` } : part,
    ),
    rule: 'sends an image in every form, its bytes unchanged, or refuses its bytes in all',
  },
  {
    fault: 'cuts the query of a URL off',
    plant: each((part) => (part.type === 'image' && part.url ? { ...part, url: part.url.replace(/\?.*/, '') } : part)),
    rule: "sends an image's URL unchanged, or refuses it before anything is sent",
  },
  {
    fault: 'drops files',
    plant: parting((parts) => parts.filter(({ type }) => type !== 'file')),
    rule: 'sends a PDF, its bytes unchanged, or refuses it before anything is sent',
  },
  {
    fault: 'says that it sees, and sees nothing',
    plant: wired({ media: undefined }),
    rule: 'takes some image or file, as it says by its capabilities',
  },
  {
    fault: 'turns the order of images',
    plant: parting((parts) => (parts.some(isMedia) ? parts.toReversed() : parts)),
    rule: 'keeps the order of images and texts, over turns too',
  },
  {
    fault: 'sends no image that it can not read, and says nothing',
    plant: made((client) => ({
      complete: (request, options) => {
        const { messages = [] } = request as { messages?: Message[] };
        const kept = messages.map((one) => ({ ...one, content: [one.content].flat().filter((part) => !isMedia(part as Part)) }));
        return client.complete({ messages: kept as Message[] }, options) as never;
      },
    })),
    rule: 'refuses what is no image',
  },
  {
    fault: 'sends a budget that the API refuses',
    plant: wired({
      encode: (call) => ({ ...good.encode(call), ...(call.reasoning && { thinking: { type: 'enabled', budget_tokens: 1 } }) }),
    }),
    rule: 'asks for every effort and every budget in a way that the API takes, or refuses it before anything is sent',
  },
  {
    fault: 'thinks though it is asked not to',
    plant: asking(({ reasoning }) => ({ reasoning: reasoning && { effort: 'high' } })),
    rule: 'asks for no more thoughts by the effort none than by nothing',
  },
  {
    fault: 'forgets the signatures of thoughts',
    plant: each(({ providerMetadata: _lost, ...part }) => part as Part),
    rule: 'sends back byte for byte what only the provider understands of its thoughts',
  },
  {
    fault: 'loses what is marked for the cache',
    plant: parting((parts) => parts.filter((part) => !('cache' in part))),
    rule: 'takes marks for the cache on messages and parts, and answers as without',
  },
  {
    fault: 'sends more marks than the API takes',
    plant: made((client) => ({
      complete: (_request, options) => {
        const extraBody = { system: Array(5).fill({ type: 'text', text: 'a', cache_control: { type: 'ephemeral' } }) };
        return client.complete({ messages: [{ role: 'user', content: 'Hi' }], extraBody } as CompletionInput, options) as never;
      },
    })),
    rule: 'takes any number of marks for the cache',
  },
  {
    fault: 'sends something else because of marks',
    plant: wired({
      encode: (call) => {
        const isMarked = JSON.stringify(call.messages).includes('"cache":true');
        const messages = JSON.parse(JSON.stringify(call.messages).replaceAll(',"cache":true', ''));
        return { ...good.encode({ ...call, messages }), ...(isMarked && { tier: 'flat' }) };
      },
    }),
    rule: 'sends the same with marks for the cache as without, if the API has no place for them',
  },
];

beforeAll(() => nock.restore());

describe('describeProvider', () => {
  it.each(PLANTED)('catches a plugin that $fault', async ({ plant, rule }) => {
    const test = testsOf(plant).get(rule);
    expect(test).toBeDefined();
    await expect(test?.()).rejects.toThrow(`planted breaks the rule "${rule}": `);
  });
});
