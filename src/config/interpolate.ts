import { join, type Problems } from './problems.ts';
import { FileText } from './provenance.ts';

/** What strings are filled from. */
export interface InterpolateContext {
  env: NodeJS.ProcessEnv;
  problems: Problems;
  /** Whether the file was found, not named. */
  found: boolean;
}

/**
 * A copy of a value of a config file, with `${VAR}` and `${VAR:-fallback}` filled in; `$${` is a plain `${`. Strings whose origin
 * matters later become `FileText`.
 */
export function interpolate(value: unknown, path: string, context: InterpolateContext): unknown {
  if (typeof value === 'string') return interpolateText(value, path, context);
  if (Array.isArray(value)) return value.map((item, index) => interpolate(item, join(path, index), context));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, interpolate(member, join(path, key), context)]));
}

function interpolateText(template: string, path: string, context: InterpolateContext): string | FileText {
  const variables: string[] = [];
  const text = template.replaceAll(/\$\$\{|\$\{([^}]*)(\})?/g, (match, inside: string | undefined, end: string | undefined) => {
    if (inside === undefined) return '${';
    const [, name, fallback] = /^([A-Za-z_]\w*)(?::-(.*))?$/s.exec(inside) ?? [];
    if (end && name && !fallback?.includes('${')) {
      variables.push(name);
      return lookUp(name, fallback, path, context);
    }
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the syntax of the file
    context.problems.add(path, 'holds ${ but neither ${VAR} nor ${VAR:-fallback}; a plain ${ is written $${');
    return match;
  });
  return context.found || variables.length > 0 ? new FileText(text, variables, context.found) : text;
}

function lookUp(name: string, fallback: string | undefined, path: string, { env, problems }: InterpolateContext): string {
  const value = env[name]?.trim() || fallback;
  if (value === undefined)
    problems.add(path, `needs the variable ${name}, which is not set: set it, or write \${${name}:-fallback}`);
  return value ?? '';
}
