import type { Message, Tool, ToolCall, ToolDefinition } from '../message.ts';
import { readArguments } from './arguments.ts';
import type { ToolContext, ToolHandler } from './tool-handler.ts';

/** A tool with what does its work. */
interface EquippedTool {
  definition: ToolDefinition;
  given: Tool;
  handler: ToolHandler;
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

  /** The result of a call. Whatever goes wrong is a result too, for the model to make something of. Never rejects. */
  async answer(context: ToolContext): Promise<Message> {
    const { id, name } = context.toolCall;
    const about = { role: 'tool', name, toolCallId: id } as const;
    try {
      return { ...about, content: await this.#run(context) };
    } catch (error) {
      return { ...about, content: wordsOf(error), isError: true };
    }
  }

  async #run(context: ToolContext): Promise<string> {
    const { toolCall } = context;
    const { definition, given, handler } = this.#find(toolCall);
    if (toolCall.arguments === undefined) throw new TypeError('the arguments are no JSON; a token limit may have cut them off');
    // A copy, as the call goes back to the model as it was.
    const args = await readArguments(structuredClone(toolCall.arguments), definition, given);
    return write(await handler(args, context));
  }

  #find({ name }: ToolCall): EquippedTool {
    const tool = this.#tools.get(name);
    if (tool) return tool;
    throw new TypeError(`there is no tool ${JSON.stringify(name)}; the tools are: ${[...this.#tools.keys()].join(', ')}`);
  }
}

function write(result: unknown): string {
  if (typeof result === 'string') return result;
  let text: string | undefined;
  try {
    text = JSON.stringify(result ?? null);
  } catch {
    // Told below.
  }
  if (text === undefined) throw new TypeError('the tool was run, but its result can not be written as JSON');
  return text;
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
