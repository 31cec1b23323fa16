import type { JsonObject } from '../../message.ts';
import { type Complaint, explain } from '../check.ts';

/** What is below these is the caller's own. */
const FREE = new Set(['args', 'response', 'parameters', 'parametersJsonSchema', 'responseSchema', 'responseJsonSchema']);

const KINDS: Readonly<Record<string, string>> = {
  string: 'TYPE_STRING',
  integer: 'TYPE_INT32',
  number: 'TYPE_FLOAT',
  boolean: 'TYPE_BOOL',
};

/** The API takes the names of members in both cases. */
export function camelCased(value: JsonObject): JsonObject {
  const named = Object.entries(value).map(([name, member]) => {
    const key = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [key, FREE.has(key) ? member : below(member)];
  });
  return Object.fromEntries(named);
}

function below(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(below);
  return typeof value === 'object' && value !== null ? camelCased(value as JsonObject) : value;
}

/** A complaint in the API's words. */
export function wordsOf(complaint: Complaint, body: unknown, message = 'GenerateContentRequest'): string {
  const path = told(complaint.path);
  const name = path.split('.').at(-1);
  switch (complaint.kind) {
    case 'unknown': {
      const parent = told(complaint.path.split('.').slice(0, -1).join('.'));
      return `Invalid JSON payload received. Unknown name "${name}"${parent && ` at '${parent}'`}: Cannot find field.`;
    }
    case 'type':
    case 'choice': {
      if (name === 'role') return 'Please use a valid role: user, model.';
      const kind = complaint.kind === 'choice' ? 'TYPE_ENUM' : (KINDS[complaint.expected] ?? 'TYPE_MESSAGE');
      return `Invalid value at '${path}' (${kind}), ${JSON.stringify(at(body, complaint.path))}`;
    }
    case 'missing':
    case 'empty':
      return `* ${message}.${path}: ${name} ${complaint.kind === 'empty' ? 'must not be empty' : 'is not specified'}.\n`;
    case 'pattern':
      if (name === 'data') return `Invalid value at '${path}' (TYPE_BYTES), Base64 decoding failed`;
      return `* ${message}.${path}: Invalid function name. Must start with a letter or an underscore. Must be alphanumeric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 128.\n`;
    default:
      return `* ${message}.${path}: ${explain({ ...complaint, path: name ?? '' })}.\n`;
  }
}

/** `contents.0.functionCall` as `contents[0].function_call`. */
function told(path: string): string {
  return path.replaceAll(/\.(\d+)/g, '[$1]').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function at(body: unknown, path: string): unknown {
  return path.split('.').reduce((value: unknown, name) => (value as JsonObject | undefined)?.[name], body);
}
