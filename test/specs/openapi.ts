import { parse } from 'yaml';
import type { JsonObject } from '../../src/message.ts';
import { type Description, endsAs } from './description.ts';

interface PathItem {
  post?: { requestBody?: { content?: Record<string, { schema: JsonObject }> } };
}

/** A place where things are by their names. */
type Section = (name: string) => unknown;

/** Reads an OpenAPI document, JSON or YAML. Of YAML only what is asked for is parsed: one of the documents takes seconds. */
export function readOpenAPI(text: string): Description {
  const { paths, schemas, names } = text.startsWith('{') ? sectionsOfJson(text) : sectionsOfYaml(text);
  return {
    requestSchema(path) {
      const template = names.find((name) => endsAs(path, name));
      return template === undefined ? undefined : postedTo(paths(template));
    },
    schema: (name) => schemas(name) as JsonObject | undefined,
  };
}

function postedTo(item: unknown): JsonObject | undefined {
  return (item as PathItem | undefined)?.post?.requestBody?.content?.['application/json']?.schema;
}

function sectionsOfJson(text: string): { paths: Section; schemas: Section; names: string[] } {
  const { paths, components } = JSON.parse(text);
  return { paths: (name) => paths[name], schemas: (name) => components.schemas[name], names: Object.keys(paths) };
}

function sectionsOfYaml(text: string): { paths: Section; schemas: Section; names: string[] } {
  const paths = cut(text, 'paths:', 0);
  const schemas = cut(cut(text, 'components:', 0), '  schemas:', 2);
  return {
    paths: (name) => parsed(cut(paths, `  ${name}:`, 2)),
    schemas: (name) => parsed(cut(schemas, `    ${name}:`, 4)),
    names: [...paths.matchAll(/^ {2}(\/\S*):$/gm)].map(([, name]) => name as string),
  };
}

/** The lines below a line, as long as they are indented more than it is; white space and comments are. */
function cut(text: string, line: string, indent: number): string {
  const at = text.startsWith(`${line}\n`) ? 0 : text.indexOf(`\n${line}\n`) + 1;
  if (at === 0 && !text.startsWith(`${line}\n`)) return '';
  const from = at + line.length + 1;
  const end = new RegExp(`^ {0,${indent}}[^\\s#]`, 'gm');
  end.lastIndex = from;
  return text.slice(from, end.exec(text)?.index);
}

function parsed(text: string): unknown {
  return text === '' ? undefined : parse(text);
}
