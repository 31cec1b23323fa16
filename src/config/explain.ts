import type { Json, JsonObject } from '../message.ts';
import { variablesOf } from './fill.ts';
import { members } from './merge-schema.ts';
import { nearest } from './nearest.ts';
import { either, join, type Problems, shown, typeNames } from './problems.ts';
import type { Violation } from './validation.ts';

/** What was checked. */
export interface Checked {
  schema: JsonObject;
  data: unknown;
  /** What is known of the place that a value came from, such as ` (line 3)`; else empty. */
  note: (keys: readonly string[]) => string;
  /** Keys that are known although the schema can't describe them. */
  codeOnly?: readonly string[] | undefined;
}

/** Turns Ajv's violations into problems that say what is wrong, what was given and what to do. */
export function explain(violations: readonly Violation[], checked: Checked, problems: Problems): void {
  const told = violations.filter((violation) => !isDetail(violation, violations));
  const explanations = told.map((violation) => new Explanation(violation, checked)).filter(({ path }) => !problems.has(path));
  for (const { path, text, reason } of explanations) problems.add(path, text, reason);
}

/** The branches of a choice that failed, and the parts of what is told as one, say nothing of their own. */
function isDetail(violation: Violation, all: readonly Violation[]): boolean {
  if (violation.keyword === 'if' || violation.propertyName !== undefined) return true;
  return all.some(
    ({ keyword, schemaPath }) =>
      (keyword === 'anyOf' || keyword === 'oneOf') && violation.schemaPath.startsWith(`${schemaPath}/`),
  );
}

const COUNTED = { minLength: 'characters', minItems: 'items', minProperties: 'members' };

class Explanation {
  readonly path: string;
  readonly text: string;
  readonly reason: 'missing_key' | 'invalid_key' | undefined;
  readonly #violation: Violation;
  readonly #checked: Checked;

  constructor(violation: Violation, checked: Checked) {
    this.#violation = violation;
    this.#checked = checked;
    const { missingProperty, additionalProperty } = violation.params;
    const keys = segments(violation.instancePath);
    const member = missingProperty ?? additionalProperty;
    if (member !== undefined) keys.push(String(member));
    this.path = keys.reduce(join, '');
    this.text = this.#tell() + checked.note(keys);
    if (this.path === 'apiKey') this.reason = missingProperty === undefined ? 'invalid_key' : 'missing_key';
  }

  #tell(): string {
    const { keyword, params } = this.#violation;
    if (keyword === 'required') return this.#missing(String(params.missingProperty));
    if (keyword === 'additionalProperties') return this.#unknown(String(params.additionalProperty));
    if (keyword === 'propertyNames') return 'has a name that is not allowed';
    return this.#rule() + this.#given();
  }

  #rule(): string {
    const { keyword, params, message } = this.#violation;
    switch (keyword) {
      case 'type':
        return `must be ${typeNames([params.type].flat())}`;
      case 'minimum':
        return `must be at least ${params.limit}`;
      case 'maximum':
        return `must be at most ${params.limit}`;
      case 'exclusiveMinimum':
        return `must be greater than ${params.limit}`;
      case 'exclusiveMaximum':
        return `must be less than ${params.limit}`;
      case 'enum':
        return `must be ${either((params.allowedValues as unknown[]).map(shown))}`;
      case 'minLength':
      case 'minItems':
      case 'minProperties':
        return params.limit === 1 ? 'must not be empty' : `must have at least ${params.limit} ${COUNTED[keyword]}`;
      case 'pattern':
        return params.pattern === '\\S'
          ? 'must not be empty'
          : `must ${this.#schema().patternMeans ?? `match ${params.pattern}`}`;
      case 'anyOf':
      case 'oneOf':
        return 'has none of the forms that are allowed';
      default:
        return message ?? `breaks the rule ${keyword}`;
    }
  }

  #given(): string {
    const { schema, data } = this.#checked;
    const keys = segments(this.#violation.instancePath);
    const value = keys.reduce((at: unknown, key) => (at as Record<string, unknown> | undefined)?.[key], data);
    const isSecret = members(members(schema.properties)[keys[0] ?? '']).writeOnly === true || this.#schema().writeOnly === true;
    if (isSecret || isEmpty(value)) return '';
    // Text in the place of settings may be a key, or the whole of a wrong file.
    const isMisplaced = typeof value === 'string' && [this.#violation.params.type].flat().includes('object');
    return `, was ${isMisplaced ? 'a string' : shown(value)}`;
  }

  #missing(key: string): string {
    const variables = variablesOf(members(members(this.#schema().properties)[key]));
    return variables.length > 0 ? `is missing: set ${key}, or the variable ${either(variables)}` : 'is missing';
  }

  #unknown(key: string): string {
    const codeOnly = segments(this.#violation.instancePath).length === 0 ? (this.#checked.codeOnly ?? []) : [];
    const meant = nearest(key, [...Object.keys(members(this.#schema().properties)), ...codeOnly]);
    return `is not a known key${meant ? `; did you mean ${meant}?` : ''}`;
  }

  /** The schema that holds the broken rule. */
  #schema(): JsonObject {
    const keys = segments(decodeURIComponent(this.#violation.schemaPath)).slice(0, -1);
    return members(keys.reduce((at: Json | undefined, key) => (at as JsonObject | undefined)?.[key], this.#checked.schema));
  }
}

function isEmpty(value: unknown): boolean {
  return value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

/** The keys of a JSON pointer. */
function segments(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
