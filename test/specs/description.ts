import type { JsonObject } from '../../src/message.ts';

/** What is known of an API: the schemas of what it takes, in the words of OpenAPI. */
export interface Description {
  /** The schema of what is posted to a path, whatever comes before it; `undefined` if nothing may be. */
  requestSchema(path: string): JsonObject | undefined;
  /** A schema by the name that references give it. */
  schema(name: string): JsonObject | undefined;
}

/** Whether a path ends as a template says, such as `/models/{model}`. */
export function endsAs(path: string, template: string): boolean {
  const pattern = template.split(/\{[^}]*\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`${pattern.join('[^/]+')}$`).test(path);
}
