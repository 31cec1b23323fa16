import { isObject } from '../client/merge.ts';
import { readTools } from '../client/tools.ts';
import { checkOptions, refuse } from '../client/validate.ts';
import { nearest } from '../config/nearest.ts';
import type { Known } from '../http/cancel.ts';
import type { CallOptions, Client, CompletionRequest, StreamEvent } from '../types.ts';
import { Dialogue } from './dialogue.ts';
import type { ToolHandler } from './tool-handler.ts';
import { createRun, type ToolRun } from './tool-run.ts';
import { ToolSet } from './tool-set.ts';

/** What a run needs beside its request. `timeoutMs` and `headers` are those of every single call of the model. */
export interface RunToolsOptions extends CallOptions {
  /** What does the work, by the name of the tool: one for every tool of the request, and no other. */
  handlers: Readonly<Record<string, ToolHandler>>;
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
 * throws, a result that is no JSON. A `toolChoice` of `required` or of a name is for the first answer; from then on it is `auto`.
 *
 * @throws {InvalidInputError} before anything is sent, by rejection, for what is wrong with the request, the handlers or the options;
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
export function runTools(client: Client, request: CompletionRequest, options: RunToolsOptions): ToolRun {
  const { handlers: _handlers, maxSteps: _maxSteps, ...callOptions } = { ...options };
  const known = { provider: client.provider, model: request?.model ?? client.model };
  const prepared = prepare(request, options, callOptions, known);
  return createRun({
    known,
    signal: 'error' in prepared ? undefined : callOptions.signal,
    open() {
      if ('error' in prepared) throw prepared.error;
      return prepared.dialogue;
    },
    stream: (asked, signal) => client.stream(asked, { ...callOptions, signal }),
    complete: (asked, signal) => wholeAnswer(client, asked, { ...callOptions, signal }),
  });
}

/** A whole answer as a stream that is only its end. */
async function* wholeAnswer(client: Client, request: CompletionRequest, options: CallOptions): AsyncGenerator<StreamEvent> {
  const response = await client.complete(request, options);
  const { finishReason, rawFinishReason, usage } = response;
  yield { type: 'finish', finishReason, rawFinishReason, usage, response };
}

/** A run is fixed when it is made; what is wrong with it is told when it begins. */
function prepare(
  request: CompletionRequest,
  options: RunToolsOptions,
  callOptions: CallOptions,
  known: Known,
): { dialogue: Dialogue } | { error: unknown } {
  try {
    return { dialogue: createDialogue(request, options, callOptions, known) };
  } catch (error) {
    return { error };
  }
}

function createDialogue(request: CompletionRequest, options: RunToolsOptions, callOptions: CallOptions, known: Known): Dialogue {
  if (!isObject(request)) refuse(['the request must be an object with messages or prompt, and tools'], known);
  const { messages, tools: given = [] } = request;
  const { handlers, maxSteps = 10 } = { ...options };
  const { tools = [], problems } = readTools(given, request.toolChoice);
  if (problems.length === 0) problems.push(...checkHandlers(handlers, tools.map(nameOf)));
  if (!Number.isSafeInteger(maxSteps) || maxSteps < 1)
    problems.push(`maxSteps: must be a whole number of at least 1 (given: ${String(maxSteps)})`);
  refuse([...problems, ...checkOptions(callOptions)], known);
  return new Dialogue({
    // What is no list is for the client to refuse.
    request: { ...request, tools: [...given], messages: Array.isArray(messages) ? [...messages] : messages } as CompletionRequest,
    tools: new ToolSet(tools, given, handlers),
    maxSteps,
    known,
  });
}

function checkHandlers(handlers: unknown, names: readonly string[]): string[] {
  if (!isObject(handlers)) return ['handlers: must be an object of functions, by the names of the tools'];
  const missing = names.filter((name) => !Object.hasOwn(handlers, name));
  return [
    ...missing.map((name) => `handlers.${name}: is missing, though the tool is offered`),
    ...Object.entries(handlers as Record<string, unknown>).flatMap(([name, handler]) => {
      if (typeof handler !== 'function') return `handlers.${name}: must be a function`;
      if (names.includes(name)) return [];
      const near = nearest(name, missing);
      return `handlers.${name}: no tool of this name is offered${near ? `; did you mean "${near}"?` : ''}`;
    }),
  ];
}

function nameOf({ name }: { name: string }): string {
  return name;
}
