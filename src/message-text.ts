import type { Message } from './message.ts';

/** What a message's content says as plain text: its text parts, joined without a separator. */
export function textOf(content: Message['content']): string {
  if (typeof content === 'string') return content;
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}
