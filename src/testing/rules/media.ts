import assert from 'node:assert/strict';
import type { Message, Part } from '../../message.ts';
import type { Client } from '../../types.ts';
import { assertAnswer, assertRefused, failureOf } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { type Subject, truthOf } from '../subject.ts';

/** Two pictures of one point, and a document of one empty page. */
const RED = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const CLEAR = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=';
const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);
const ADDRESS = 'https://example.com/pictures/cat.png?size=1024';

const text = (value: string): Part => ({ type: 'text', text: value });
const image = (base64: string): Part => ({ type: 'image', base64 });
const user = (...content: Part[]): Message => ({ role: 'user', content });

/** A picture of the same bytes in every form that a caller may give them in. */
const FORMS: readonly Part[] = [
  { type: 'image', data: Buffer.from(RED, 'base64') },
  { type: 'image', data: new Uint8Array(Buffer.from(RED, 'base64')), mediaType: 'image/png' },
  image(RED),
  { type: 'image', url: `data:image/png;base64,${RED}` },
];

const shown = (part: Part): Message[] => [user(text('What is this?'), part)];
const FILE: Part = { type: 'file', data: PDF, name: 'empty.pdf' };
const LINKED: Part = { type: 'image', url: ADDRESS };

/** What is said to be an image, and is none, or can't be read. */
const NO_IMAGES: readonly object[] = [
  { type: 'image', data: Buffer.from('<!doctype html><title>404</title>') },
  { type: 'image', base64: Buffer.from('an image').toString('base64') },
  { type: 'image', base64: RED, mediaType: 'image/jpeg' },
  { type: 'image', base64: `${RED}!` },
  { type: 'image', data: new Uint8Array() },
  { type: 'image', url: 'file:///cat.png' },
  { type: 'image' },
];

/** Whether a client takes what is shown to it. A refusal tells where in the conversation it is. */
function takes(client: Client, part: Part): boolean {
  try {
    client.encode({ messages: shown(part) });
    return true;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    assert.equal(code, 'INVALID_INPUT', `${message} should be a refusal`);
    assert.match(message, /messages\[0\]\.content\[1\]/, 'the message must name the part');
    return false;
  }
}

const takesBytes = (client: Client) => takes(client, image(RED));

/** Images and files, for clients that take any. */
export const media: readonly Rule[] = [
  {
    rule: 'sends an image in every form, its bytes unchanged, or refuses its bytes in all',
    run: async (subject) => {
      const isTaken = takesBytes(subject.client());
      for (const part of FORMS) {
        assert.equal(takes(subject.client(), part), isTaken, 'the form of the bytes must make no difference');
        if (isTaken) await arrives(subject, shown(part));
      }
    },
  },
  {
    rule: 'loses nothing that it takes of what is shown to it',
    anywhere: true,
    async run(subject) {
      const client = subject.client();
      for (const [part, data] of [
        [image(RED), RED],
        [LINKED, ADDRESS],
        [FILE, PDF.toString('base64')],
      ] as const) {
        if (!takes(client, part)) continue;
        const { body } = client.encode({ messages: shown(part) });
        assert.ok(JSON.stringify(body).includes(data), `the ${part.type} is not in the request`);
      }
    },
  },
  {
    rule: "sends an image's URL unchanged, or refuses it before anything is sent",
    run: (subject) => arrivesOrNot(subject, LINKED),
  },
  {
    rule: 'sends a PDF, its bytes unchanged, or refuses it before anything is sent',
    run: (subject) => arrivesOrNot(subject, FILE),
  },
  {
    rule: 'takes some image or file, as it says by its capabilities',
    run: async (subject) => {
      const taken = [image(RED), LINKED, FILE].filter((part) => takes(subject.client(), part));
      assert.ok(taken.length > 0, 'it takes none');
    },
  },
  {
    rule: 'keeps the order of images and texts, over turns too',
    applies: takesBytes,
    run: async (subject) => {
      const turns: Message[] = [
        user(image(CLEAR), text('What is this, and what is that?'), image(RED)),
        { role: 'assistant', content: 'Nothing, and a red point.' },
        user(text('And this?'), image(CLEAR)),
      ];
      await arrives(subject, turns);
      await arrives(subject, [user(image(RED), image(CLEAR), text('Are they the same?'))]);
    },
  },
  {
    rule: 'refuses what is no image',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        for (const part of NO_IMAGES) {
          const messages = shown(part as Part);
          assertRefused(subject, await failureOf(ask(subject.client(), { messages })), /messages\[0\]\.content\[1\]/);
        }
      }),
  },
];

/** That the API sees what was given: it tells by its words what it has seen. */
async function arrives(subject: Subject, messages: Message[]): Promise<void> {
  await subject.eachWay([], async (ask) => {
    assertAnswer(await ask(subject.client(), { messages }), truthOf(messages));
  });
}

async function arrivesOrNot(subject: Subject, part: Part): Promise<void> {
  if (takes(subject.client(), part)) return arrives(subject, shown(part));
  await subject.eachWay([], async (ask) => {
    const refusal = await failureOf(ask(subject.client(), { messages: shown(part) }));
    assertRefused(subject, refusal, /messages\[0\]\.content\[1\]/);
  });
}
