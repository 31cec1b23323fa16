import { types } from 'node:util';
import type { Message, Tool, ToolCall, ToolDefinition } from '../message.ts';
import { CallError, findUncheckable, readArguments } from './arguments.ts';
import type { ToolContext, ToolHandler } from './tool-handler.ts';

/** A tool with what does its work. */
interface EquippedTool {
  definition: ToolDefinition;
  given: Tool;
  handler: ToolHandler;
}

/** What comes of a call. */
export interface ToolOutcome {
  message: Message;
  /** What the handler threw, or why its result is no JSON; not there where the call went well or is the model's own fault. */
  error?: unknown;
}

/** The tools of a run. */
export class ToolSet {
  readonly #tools: ReadonlyMap<string, EquippedTool>;

  /** `definitions` are the tools as they are sent, `given` the same ones as the caller gave them; each has a handler. */
  constructor(definitions: readonly ToolDefinition[], given: readonly Tool[], handlers: Readonly<Record<string, ToolHandler>>) {
    const equip = (definition: ToolDefinition, index: number): [string, EquippedTool] => [
      definition.name,
      { definition, given: given[index] as Tool, handler: (handlers[definition.name] as ToolHandler).bind(handlers) },
    ];
    this.#tools = new Map(definitions.map(equip));
  }

  /** Why the run must not begin, if there is a reason. This is where Ajv is loaded, if a tool needs it. */
  findUncheckable(): string[] {
    const tools = [...this.#tools.values()];
    return findUncheckable(
      tools.map(({ definition }) => definition),
      tools.map(({ given }) => given),
    );
  }

  /** The result of a call. Whatever goes wrong is a result too, for the model to make something of. Never rejects. */
  async answer(context: ToolContext): Promise<ToolOutcome> {
    const { id, name } = context.toolCall;
    const about = { role: 'tool', name, toolCallId: id } as const;
    try {
      return { message: { ...about, content: await this.#run(context) } };
    } catch (error) {
      const message: Message = { ...about, content: wordsOf(error), isError: true };
      return error instanceof CallError ? { message } : { message, error };
    }
  }

  async #run(context: ToolContext): Promise<string> {
    const { toolCall } = context;
    const { definition, given, handler } = this.#find(toolCall);
    if (toolCall.arguments === undefined) throw new CallError('the arguments are no JSON; a token limit may have cut them off');
    // A copy, as the call goes back to the model as it was.
    const args = await readArguments(structuredClone(toolCall.arguments), definition, given);
    return write(await handler(args, context));
  }

  #find({ name }: ToolCall): EquippedTool {
    const tool = this.#tools.get(name);
    if (tool) return tool;
    throw new CallError(`there is no tool ${JSON.stringify(name)}; the tools are: ${[...this.#tools.keys()].join(', ')}`);
  }
}

function write(result: unknown): string {
  if (typeof result === 'string') return result;
  let cause: unknown;
  try {
    const text = JSON.stringify(result ?? null, refuseCollections);
    if (text !== undefined) return text;
  } catch (error) {
    cause = error;
  }
  const why = cause instanceof CollectionError ? `: ${cause.message}` : '';
  throw new TypeError(`the tool was run, but its result can not be written as JSON${why}`, { cause });
}

class CollectionError extends TypeError {}

/** They would be written as `{}`, and the model would take them for empty. */
function refuseCollections(_key: string, value: unknown): unknown {
  if (types.isMap(value)) throw new CollectionError('it holds a Map');
  if (types.isSet(value)) throw new CollectionError('it holds a Set');
  return value;
}

/** A message alone: a stack tells the model of things that are not its business. What is thrown may be anything at all. */
function wordsOf(error: unknown): string {
  let words: unknown = error;
  try {
    if (typeof error === 'object') words = (error as Error | null)?.message;
  } catch {
    // Told below.
  }
  return typeof words === 'string' && words !== '' ? words : 'the tool failed';
}
