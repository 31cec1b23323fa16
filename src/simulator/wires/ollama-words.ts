import { type Complaint, explain, members, type Rule, text } from '../check.ts';

const GO_TYPES: Record<string, string> = {
  list: '[]interface {}',
  object: 'map[string]interface {}',
  boolean: 'bool',
  integer: 'int',
};

/** How long a model stays. */
export const textOrNumber: Rule = (value, path) => (typeof value === 'number' ? undefined : text(value, path));

/** An object with these members; others are not looked at, as the real server does not. */
export function lenient(shape: Record<string, Rule>, required: readonly string[] = []): Rule {
  const rule = members(shape, required, { nulls: true });
  return (value, path) => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return rule(
      isObject ? Object.fromEntries(Object.entries(value).filter(([name]) => Object.hasOwn(shape, name))) : value,
      path,
    );
  };
}

/** A wrong type in the words of Go's JSON decoder. */
export function wordsOf(complaint: Complaint, struct: string): string {
  const { path, kind } = complaint;
  if (kind !== 'type') return explain(complaint);
  const { given, expected } = complaint;
  const place =
    path === '' ? `value of type api.${struct}` : `struct field ${struct}.${path} of type ${GO_TYPES[expected] ?? expected}`;
  return `json: cannot unmarshal ${given === 'list' ? 'array' : given} into Go ${place}`;
}
