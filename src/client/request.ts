import type { Part } from '../message.ts';
import type { Call } from '../provider.ts';

const USER_AGENT = 'plugboard';

/** The headers of one request, names in lower case; later sets override earlier ones. */
export function createHeaders(
  accept: string,
  hasBody: boolean,
  ...sets: (Readonly<Record<string, string>> | undefined)[]
): Record<string, string> {
  const headers: Record<string, string> = { accept, 'user-agent': USER_AGENT };
  if (hasBody) headers['content-type'] = 'application/json';
  for (const set of sets) for (const name in set) headers[name.toLowerCase()] = set[name] as string;
  return headers;
}

/** A wire's path below the base URL; a path that is a whole URL stands for itself. */
export function joinUrl(baseURL: string, path: string): string {
  if (/^https?:\/\//.test(path)) return path;
  const query = baseURL.indexOf('?');
  return query < 0 ? baseURL + path : baseURL.slice(0, query) + path + baseURL.slice(query);
}

export function withoutQuery(url: string): string {
  return url.replace(/\?.*$/s, '');
}

/** The texts that a caller sent, to be struck out of a provider's words. A URL may hold a key; bytes say nothing. */
export function saidIn({ messages }: Call): string[] {
  return messages.flatMap(({ content }) => (typeof content === 'string' ? [content] : content.flatMap(textsOf)));
}

function textsOf(part: Part): string[] {
  if (part.type === 'tool-call') return [part.argumentsText];
  if ('text' in part) return [part.text];
  return 'url' in part && part.url !== undefined ? [part.url] : [];
}

/** The JSON that a text is, or the text. */
export function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Whether a body is a web page instead of an API's answer. */
export function isPage(text: string, contentType = ''): boolean {
  return /text\/html/i.test(contentType) || /^\s*<(!doctype|html)/i.test(text);
}
