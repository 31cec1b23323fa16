import type { Message, Part } from '../../message.ts';
import type { Client } from '../../types.ts';
import { assertAnswer, assertSame } from '../checks.ts';
import { WEATHER } from '../offered-tools.ts';
import type { Rule } from '../rule.ts';
import { truthOf } from '../subject.ts';

const text = (value: string, cache?: boolean): Part => ({ type: 'text', text: value, ...(cache && { cache }) });

/** Marks in every place that has one: as many as it has turns, and one on what comes last. */
function marked(cache: boolean, turns: number, withCalls: boolean): Message[] {
  const mark = cache && { cache };
  const call: Part = {
    type: 'tool-call',
    id: 'a',
    name: WEATHER.name,
    arguments: { city: 'Graz' },
    argumentsText: '{"city":"Graz"}',
  };
  const calls: Message[] = [
    { role: 'user', content: 'How is it in Graz?' },
    { role: 'assistant', content: [text('I see.'), call] },
    { role: 'tool', toolCallId: 'a', content: 'It rains.', ...mark },
  ];
  return [
    { role: 'system', content: 'Answer in one sentence.', ...mark },
    ...Array.from({ length: turns }, (_, turn): Message[] => [
      { role: 'user', content: [text(`Question ${turn}, at length.`, cache), text('It is short.')] },
      { role: 'assistant', content: `Answer ${turn}.` },
    ]).flat(),
    ...(withCalls ? calls : [{ role: 'user' as const, content: 'Which one is larger?', ...mark }]),
  ];
}

const hasTools = (client: Client) => client.capabilities.has('tools');

/** Marks for the provider's cache. */
export const caching: readonly Rule[] = [
  {
    rule: 'takes marks for the cache on messages and parts, and answers as without',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const client = subject.client();
        for (const withCalls of hasTools(client) ? [false, true] : [false]) {
          const tools = withCalls ? { tools: [WEATHER] } : {};
          const messages = marked(true, 2, withCalls);
          assertAnswer(await ask(client, { messages, ...tools }), truthOf(messages, tools));
        }
      }),
  },
  {
    rule: 'takes any number of marks for the cache',
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const messages = marked(true, 9, false);
        assertAnswer(await ask(subject.client(), { messages }), truthOf(messages));
      }),
  },
  {
    rule: 'sends the same with marks for the cache as without, if the API has no place for them',
    run: async (subject) => {
      const client = subject.client();
      const bodyOf = (cache: boolean) => client.encode({ messages: marked(cache, 2, hasTools(client)) }).body;
      const [withMarks, without] = [bodyOf(true), bodyOf(false)];
      if (!/cache/i.test(JSON.stringify(withMarks))) assertSame(withMarks, without);
    },
  },
];
