import { inspect } from 'node:util';
import { isObject } from '../client/merge.ts';
import { readTools } from '../client/tools.ts';
import { checkOptions, refuse } from '../client/validate.ts';
import { didYouMean } from '../config/nearest.ts';
import { InvalidInputError } from '../errors.ts';
import type { Known } from '../http/cancel.ts';
import type { Tool } from '../message.ts';
import type { CallOptions, Client, CompletionRequest, StreamEvent } from '../types.ts';
import { Dialogue } from './dialogue.ts';
import type { ToolHandlers } from './tool-handler.ts';
import { createRun, type ToolRun } from './tool-run.ts';
import { ToolSet } from './tool-set.ts';

/** What a run needs beside its request. `timeoutMs` and `headers` are those of every single call of the model. */
export interface RunToolsOptions<Tools extends readonly Tool[] = readonly Tool[]> extends CallOptions {
  /** What does the work, by the name of the tool: one for every tool of the request, and no other. */
  handlers: ToolHandlers<Tools>;
  /** How many answers the model may give. Default 10. The calls of the last one are still answered. */
  maxSteps?: number | undefined;
}

/**
 * Asks the model, runs the handlers of the tools that it calls, sends the results back, and goes on so until it answers without a
 * call or has given `maxSteps` answers.
 *
 * Await the run for its result, or read it for the events of every answer, `finish` once for each, and a `tool-result` for each call.
 *
 * The handlers of one answer run at the same time. What goes wrong with a call is a result for the model, with `isError`: a tool that
 * does not exist, arguments that are no JSON (cut off by a token limit, say) or do not fit the tool's parameters, a handler that
 * throws, a result that is no JSON (a Map or a Set, say). The model gets the error's message alone; what a handler threw is in the
 * `errors` of the step and in the `tool-result` event. A `toolChoice` of `required` or of a name is for the first answer; from then
 * on it is `auto`.
 *
 * Where the names of the tools stand in the request, or in a list `as const`, the compiler knows the handlers too; the arguments where
 * a schema library's schema tells their type. A run that fails loses nothing: its `messages` and `steps` are there to go on with.
 *
 * @throws {InvalidInputError} before anything is sent, by rejection, for what is wrong with the client, the request, the handlers or the
 * options, and for a JSON Schema that arguments can't be checked by, such as one with a `$ref` to what is not in it;
 * whatever {@link Client.complete} throws, as it is; `CanceledError` at once when the signal is aborted, even if a handler goes on.
 *
 * @example
 * ```ts
 * const { response } = await runTools(
 *   client,
 *   { prompt: 'Do I need a coat in Oslo?', tools: [{ name: 'weather', parameters: z.object({ city: z.string() }) }] },
 *   { handlers: { weather: ({ city }, { signal }) => fetchWeather(city, signal) } },
 * );
 * console.log(response.content);
 * ```
 */
export function runTools<const Tools extends readonly Tool[] = readonly Tool[]>(
  client: Client,
  request: CompletionRequest & { tools?: (Tools & Exact<Tools>) | undefined },
  options: RunToolsOptions<Tools>,
): ToolRun;
export function runTools(client: Client, request: CompletionRequest, options: RunToolsOptions): ToolRun {
  const { handlers: _handlers, maxSteps: _maxSteps, ...callOptions } = { ...options };
  const known = { provider: client?.provider, model: request?.model ?? client?.model };
  const prepared = prepare(() => {
    checkClient(client);
    return createParts(request, options, callOptions, known);
  });
  const failed = 'error' in prepared;
  return createRun({
    known,
    signal: failed ? undefined : callOptions.signal,
    dialogue: failed ? undefined : prepared.dialogue,
    open() {
      if (failed) throw prepared.error;
      refuse(prepared.tools.findUncheckable(), known);
      return prepared.dialogue;
    },
    stream: (asked, signal) => client.stream(asked, { ...callOptions, signal }),
    complete: (asked, signal) => wholeAnswer(client, asked, { ...callOptions, signal }),
  });
}

/** Tools without members that no tool has. */
type Exact<Tools extends readonly Tool[]> = {
  readonly [I in keyof Tools]: { [K in Exclude<keyof Tools[I], keyof Tool>]: never };
};

/** A whole answer as a stream that is only its end. */
async function* wholeAnswer(client: Client, request: CompletionRequest, options: CallOptions): AsyncGenerator<StreamEvent> {
  const response = await client.complete(request, options);
  const { finishReason, rawFinishReason, usage } = response;
  yield { type: 'finish', finishReason, rawFinishReason, usage, response };
}

/** A run is fixed when it is made; what is wrong with it is told when it begins. */
function prepare(create: () => RunParts): RunParts | { error: unknown } {
  try {
    return create();
  } catch (error) {
    return { error };
  }
}

/** Without it a mistake, such as a promise of a client, would end in a `TypeError` that says nothing of it. */
function checkClient(client: Partial<Client> | undefined): void {
  if (typeof client?.complete === 'function' && typeof client.stream === 'function') return;
  const given = shown(client);
  throw new InvalidInputError(`the client must be one that a registry creates, with complete() and stream() (given: ${given})`);
}

/** A bad value as short as an error can bear. */
function shown(value: unknown): string {
  return inspect(value, { depth: -1, maxStringLength: 40 });
}

interface RunParts {
  dialogue: Dialogue;
  tools: ToolSet;
}

function createParts(request: CompletionRequest, options: RunToolsOptions, callOptions: CallOptions, known: Known): RunParts {
  if (!isObject(request)) refuse(['the request must be an object with messages or prompt, and tools'], known);
  if (!isObject(options)) refuse(['options: must be an object with handlers'], known);
  const { messages, tools: given = [] } = request;
  const { handlers, maxSteps = 10 } = options;
  const { tools = [], problems } = readTools(given, request.toolChoice);
  if (problems.length === 0) problems.push(...checkHandlers(handlers, tools.map(nameOf)));
  if (!Number.isSafeInteger(maxSteps) || maxSteps < 1)
    problems.push(`maxSteps: must be a whole number of at least 1 (given: ${shown(maxSteps)})`);
  refuse([...problems, ...checkOptions(callOptions)], known);
  // What is no list is for the client to refuse.
  const fixed = { ...request, tools: [...given], messages: Array.isArray(messages) ? [...messages] : messages };
  const set = new ToolSet(tools, given, handlers);
  return { tools: set, dialogue: new Dialogue({ request: fixed as CompletionRequest, tools: set, maxSteps, known }) };
}

function checkHandlers(handlers: unknown, names: readonly string[]): string[] {
  if (!isObject(handlers)) return ['handlers: must be an object of functions, by the names of the tools'];
  const missing = names.filter((name) => !Object.hasOwn(handlers, name));
  return [
    ...missing.map((name) => `handlers.${name}: is missing, though the tool is offered`),
    ...Object.entries(handlers as Record<string, unknown>).flatMap(([name, handler]) => {
      if (typeof handler !== 'function') return `handlers.${name}: must be a function`;
      if (names.includes(name)) return [];
      return `handlers.${name}: no tool of this name is offered${didYouMean(name, missing)}`;
    }),
  ];
}

function nameOf({ name }: { name: string }): string {
  return name;
}
