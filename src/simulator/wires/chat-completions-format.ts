import type { JsonObject } from '../../message.ts';
import { choice, flag, like, members, type Rule, record, text } from '../check.ts';
import { textOf } from '../wire.ts';
import type { ChatBody } from './chat-completions-body.ts';
import { strictFlaw } from './strict-schemas.ts';

/** Which formats an API has, and what it demands of them. */
export interface FormatFacts {
  /** Default: all. */
  formats?: readonly ('json_object' | 'json_schema')[];
  /** Whether the messages must speak of JSON beside `json_object`. Default `false`. */
  jsonNeedsWord?: boolean;
  /** Whether a strict schema must be as OpenAI wants it. Default `false`. */
  strictSchemas?: boolean;
}

/** What is wrong with the form of the answer that is asked for. */
export type FormatFlaw =
  | { kind: 'no such format'; path: string; format: string }
  | { kind: 'no word'; path: string }
  | { kind: 'bad schema'; path: string; name: string; problem: string };

const nulls = { nulls: true };

/** The form of the answer. */
export const responseFormat: Rule = members(
  {
    type: choice('text', 'json_object', 'json_schema'),
    json_schema: members(
      { name: like(/^[a-zA-Z0-9_-]{1,64}$/), description: text, schema: record, strict: flag },
      ['name'],
      nulls,
    ),
  },
  ['type'],
  nulls,
);

/** What of the form of the answer the API does not take. */
export function formatFlaw({ response_format: asked, messages }: ChatBody, facts: FormatFacts): FormatFlaw | undefined {
  const { formats = ['json_object', 'json_schema'], jsonNeedsWord, strictSchemas } = facts;
  if (!asked || asked.type === 'text') return undefined;
  const path = 'response_format';
  if (!formats.includes(asked.type)) return { kind: 'no such format', path: `${path}.type`, format: asked.type };
  if (asked.type === 'json_object') {
    const hasWord = messages.some(({ content }) => /json/i.test(textOf(content)));
    return jsonNeedsWord && !hasWord ? { kind: 'no word', path: 'messages' } : undefined;
  }
  const { name = '', schema, strict } = asked.json_schema ?? {};
  if (!schema) return { kind: 'bad schema', path, name, problem: 'it is missing' };
  const problem = strictSchemas && strict ? strictFlaw(schema as JsonObject) : undefined;
  return problem === undefined ? undefined : { kind: 'bad schema', path, name, problem };
}

/** The schema that the answer fits; `true` for any JSON. */
export function schemaIn({ response_format: asked }: ChatBody): unknown {
  if (asked?.type === 'json_object') return true;
  return asked?.type === 'json_schema' ? asked.json_schema?.schema : undefined;
}
