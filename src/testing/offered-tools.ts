import type { Message, Tool } from '../message.ts';
import type { CompletionResponse } from '../types.ts';

/** Arguments of several kinds. */
export const WEATHER: Tool = {
  name: 'get_weather',
  description: 'Tells the weather of the next days.',
  parameters: {
    type: 'object',
    properties: {
      city: { type: 'string', description: 'Where' },
      days: { type: 'integer' },
      hourly: { type: 'boolean' },
      units: { type: 'string', enum: ['metric', 'imperial'] },
      parts: { type: 'array', items: { type: 'string' } },
    },
    required: ['city'],
  },
};

/** One argument. */
export const CLOCK: Tool = {
  name: 'get_time',
  description: 'Tells the time of a zone.',
  parameters: { type: 'object', properties: { zone: { type: 'string' } }, required: ['zone'] },
};

/** No arguments. */
export const NOW: Tool = { name: 'now', description: 'Tells the time here.' };

/** The conversation that an answer belongs to, with the answer as it is and a result for each of its calls. */
export function withResults(
  asked: string | readonly Message[],
  { message, toolCalls }: CompletionResponse,
  more: Partial<Message> = {},
): Message[] {
  return [
    ...(typeof asked === 'string' ? [{ role: 'user' as const, content: asked }] : asked),
    message,
    ...toolCalls.map(({ id, name }) => ({ role: 'tool' as const, toolCallId: id, content: `what ${name} says`, ...more })),
  ];
}
