/** What is wrong with one member of a request's body; the wire puts it in its API's words. */
export type Complaint = { path: string } & (
  | { kind: 'missing' }
  | { kind: 'unknown' }
  | { kind: 'empty' }
  | { kind: 'type'; expected: string; given: string }
  | { kind: 'least' | 'most' | 'over' | 'under' | 'items'; limit: number }
  | { kind: 'choice'; choices: readonly string[] }
  | { kind: 'pattern'; pattern: RegExp }
);

/** Says what is wrong with a value, or nothing. */
export type Rule = (value: unknown, path: string) => Complaint | undefined;

/** Bounds of a number: `least` and `most` are allowed themselves, `over` and `under` are not. */
interface Bounds {
  least?: number;
  most?: number;
  over?: number;
  under?: number;
}

export const anything: Rule = () => undefined;
export const text: Rule = (value, path) => (typeof value === 'string' ? undefined : wrongType(value, path, 'string'));
export const flag: Rule = (value, path) => (typeof value === 'boolean' ? undefined : wrongType(value, path, 'boolean'));
export const record: Rule = (value, path) => (isRecord(value) ? undefined : wrongType(value, path, 'object'));

/** One of the parts that a message's content is made of. */
export const part: Rule = (value, path) => record(value, path) ?? text((value as { type?: unknown }).type, `${path}.type`);

/** A text that is more than white space. */
export const someText: Rule = (value, path) =>
  text(value, path) ?? ((value as string).trim() === '' ? { path, kind: 'empty' } : undefined);

export function number(bounds: Bounds = {}): Rule {
  return (value, path) => (typeof value === 'number' ? outside(value, path, bounds) : wrongType(value, path, 'number'));
}

export function whole(bounds: Bounds = {}): Rule {
  return (value, path) =>
    Number.isSafeInteger(value) ? outside(value as number, path, bounds) : wrongType(value, path, 'integer');
}

export function choice(...choices: string[]): Rule {
  return (value, path) => (choices.includes(value as string) ? undefined : { path, kind: 'choice', choices });
}

/** A text of a certain form. */
export function like(pattern: RegExp): Rule {
  return (value, path) => text(value, path) ?? (pattern.test(value as string) ? undefined : { path, kind: 'pattern', pattern });
}

export function list(rule: Rule, { least = 0, most = Number.POSITIVE_INFINITY } = {}): Rule {
  return (value, path) => {
    if (!Array.isArray(value)) return wrongType(value, path, 'list');
    if (value.length < least) return { path, kind: 'empty' };
    if (value.length > most) return { path, kind: 'items', limit: most };
    return first(value.entries(), ([index, item]) => rule(item, `${path}.${index}`));
  };
}

/** An object with these members and no others. `nulls`: `null` is the same as unset. */
export function members(shape: Record<string, Rule>, required: readonly string[] = [], { nulls = false } = {}): Rule {
  return (value, path) => {
    if (!isRecord(value)) return wrongType(value, path, 'object');
    const below = (name: string) => (path ? `${path}.${name}` : name);
    const isSet = (name: string) => value[name] !== undefined && !(nulls && value[name] === null);
    const missing = required.find((name) => !isSet(name));
    if (missing) return { path: below(missing), kind: 'missing' };
    return first(Object.keys(value).filter(isSet), (name) => {
      const rule = Object.hasOwn(shape, name) ? shape[name] : undefined;
      return rule ? rule(value[name], below(name)) : { path: below(name), kind: 'unknown' };
    });
  };
}

/** One rule for a text, another for what is none. */
export function textOr(rule: Rule, ofText: Rule = anything): Rule {
  return (value, path) => (typeof value === 'string' ? ofText(value, path) : rule(value, path));
}

/** A complaint in plain words. */
export function explain(complaint: Complaint): string {
  const { path: named, kind } = complaint;
  const path = named || 'the body';
  switch (kind) {
    case 'missing':
      return `${path} is required`;
    case 'unknown':
      return `${path} is not a valid field`;
    case 'empty':
      return `${path} must not be empty`;
    case 'type':
      return `${path} is of type ${complaint.given} but should be of type ${complaint.expected}`;
    case 'choice':
      return `${path} must be one of ${complaint.choices.join(', ')}`;
    case 'pattern':
      return `${path} must match ${complaint.pattern.source}`;
    case 'items':
      return `${path} must have at most ${complaint.limit} items`;
    default:
      return `${path} must be ${{ least: 'at least', most: 'at most', over: 'over', under: 'under' }[kind]} ${complaint.limit}`;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(value: unknown, path: string, expected: string): Complaint {
  const given = value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
  return { path, kind: 'type', expected, given };
}

function outside(value: number, path: string, { least, most, over, under }: Bounds): Complaint | undefined {
  if (least !== undefined && value < least) return { path, kind: 'least', limit: least };
  if (most !== undefined && value > most) return { path, kind: 'most', limit: most };
  if (over !== undefined && value <= over) return { path, kind: 'over', limit: over };
  if (under !== undefined && value >= under) return { path, kind: 'under', limit: under };
  return undefined;
}

function first<T>(items: Iterable<T>, complain: (item: T) => Complaint | undefined): Complaint | undefined {
  for (const item of items) {
    const complaint = complain(item);
    if (complaint) return complaint;
  }
  return undefined;
}
