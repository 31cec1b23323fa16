import { type Document, LineCounter, type Node, parseDocument } from 'yaml';
import configSchema from '../../schemas/config.json' with { type: 'json' };
import { InvalidConfigError } from '../errors.ts';
import type { JsonObject } from '../message.ts';
import { explain } from './explain.ts';
import { validateConfigFile } from './generated/validators.js';
import { nearest } from './nearest.ts';
import { join, Problems } from './problems.ts';

/** What a config file holds, its structure checked, its strings as they stand. */
export interface ConfigFileContent {
  clients: Record<string, { provider: string } & Record<string, unknown>>;
  default?: string | undefined;
  plugins?: string[] | undefined;
}

/** A variable in a flow map, where YAML takes its brace for a map of its own. */
const UNQUOTED = /\{[^}"'\n]*:\s*\$\{/;

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads YAML, or JSON, which is YAML too.
 *
 * @throws {InvalidConfigError} that names the file, the line where it can be told, and everything that is wrong.
 */
export function parseConfigFile(text: string, path: string): ConfigFileContent {
  const lines = new LineCounter();
  const document = parseDocument(text, { merge: true, lineCounter: lines, logLevel: 'error' });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) {
    const quotes = UNQUOTED.test(text) ? ` Inside { }, a variable needs quotes: "\${KEY}".` : '';
    throw new InvalidConfigError(`${path} is neither YAML nor JSON: ${firstLine(fault)}.${quotes}`);
  }
  const content = plain(document, path);
  if (content === null) throw new InvalidConfigError(`${path} is empty. It needs clients: with at least one client.`);

  const problems = new Problems();
  const note = (keys: readonly string[]) => lineNote(document, lines, keys);
  refuseUnsafe(content, '', [], problems);
  if (!validateConfigFile(content)) {
    explain(validateConfigFile.errors ?? [], { schema: configSchema as JsonObject, data: content, note }, problems);
  }
  problems.throwIfAny({ place: path });
  const checked = content as ConfigFileContent;
  checkDefault(checked, note, problems);
  problems.throwIfAny({ place: path });
  return checked;
}

/** The library's messages go on with an excerpt of the file, which may show a key. */
function firstLine({ message }: Error): string {
  return message.replace(/[:.]?(\n[\s\S]*)?$/, '');
}

function plain(document: Document, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new InvalidConfigError(`${path} has aliases that can't be resolved: ${firstLine(error as Error)}.`);
  }
}

function refuseUnsafe(value: unknown, path: string, ancestors: readonly unknown[], problems: Problems): void {
  if (typeof value !== 'object' || value === null) return;
  if (ancestors.includes(value)) {
    problems.add(path, 'is an alias of what it stands in');
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    if (FORBIDDEN.has(key)) problems.add(join(path, key), 'is not allowed as a key');
    else refuseUnsafe(member, join(path, key), [...ancestors, value], problems);
  }
}

function checkDefault(content: ConfigFileContent, note: (keys: readonly string[]) => string, problems: Problems): void {
  const { default: name, clients } = content;
  if (name === undefined || Object.hasOwn(clients, name)) return;
  problems.add(
    'default',
    `names no client, was ${JSON.stringify(name)}${suggestion(name, Object.keys(clients))}${note(['default'])}`,
  );
}

/** What was probably meant, or what there is. */
export function suggestion(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant ? `; did you mean ${meant}?` : `; the clients are ${known.join(', ')}`;
}

/** The line of a member, or of the innermost one round it that is there. */
function lineNote(document: Document, lines: LineCounter, keys: readonly string[]): string {
  for (let length = keys.length; length > 0; length -= 1) {
    const offset = (document.getIn(keys.slice(0, length), true) as Node | undefined)?.range?.[0];
    if (offset !== undefined) return ` (line ${lines.linePos(offset).line})`;
  }
  return '';
}
