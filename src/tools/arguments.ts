import { checkJson, whyUncheckable } from '../json-check.ts';
import type { Json, Tool, ToolDefinition } from '../message.ts';

/** What the model did wrong with a call, in words for the model; all other errors are the caller's own. */
export class CallError extends TypeError {}

/** What keeps arguments from being checked, found before the model is asked. */
export function findUncheckable(definitions: readonly ToolDefinition[], given: readonly Tool[]): string[] {
  return definitions.flatMap(({ name, parameters: schema }, index) => {
    const parameters = given[index]?.parameters;
    const why = parameters === undefined ? undefined : whyUncheckable(schema, parameters);
    return why === undefined ? [] : `tools[${index}].parameters: arguments of "${name}" can not be checked: ${why}`;
  });
}

/**
 * The arguments of a call as a handler gets them.
 *
 * @param given the tool as the caller gave it, whose schema may check values itself.
 * @throws {CallError} that tells the model what does not fit.
 */
export async function readArguments(value: Json, { parameters: schema }: ToolDefinition, given: Tool): Promise<unknown> {
  const checked = await checkJson(value, schema, given.parameters);
  if (!checked.issues) return checked.value;
  const violations = checked.issues.map(({ path, message }) => `${path} ${message}`.trim());
  throw new CallError(`the arguments do not fit the tool's parameters: ${violations.join('; ')}`);
}
