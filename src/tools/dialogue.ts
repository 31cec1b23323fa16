import { StreamInterruptedError } from '../errors.ts';
import { type Known, unlessAborted } from '../http/cancel.ts';
import type { Message, TokenUsage, ToolCall } from '../message.ts';
import type { CompletionRequest, CompletionResponse, StreamEvent } from '../types.ts';
import type { ToolSet } from './tool-set.ts';

/** What a run gives while it is read: the events of every answer, and the result of every call. */
export type ToolRunEvent =
  | StreamEvent
  /** `error` is there where the handler failed: what it threw, as it was. `message`, which the model gets, tells its words alone. */
  | { type: 'tool-result'; toolCall: ToolCall; message: Message; error?: unknown };

/** One answer of the model, and the results of the calls in it. */
export interface ToolRunStep {
  response: CompletionResponse;
  /** In the order of the calls. */
  results: Message[];
  /**
   * Bugs of handlers: what they threw, as it was, or why what they gave is no JSON. The model gets the message alone, as a failed
   * result. What the model does wrong itself, such as arguments that do not fit, is not here.
   */
  errors: { toolCall: ToolCall; error: unknown }[];
}

/** What a run came to. */
export interface ToolRunResult {
  /** The last answer. Its `finishReason` is `tool_calls` where the run ended at `maxSteps`. */
  response: CompletionResponse;
  steps: ToolRunStep[];
  /** The whole conversation, ready to go on with: every call in it has its result. */
  messages: Message[];
  /** The sum of all steps. */
  usage: TokenUsage;
}

/** Asks the model once. The events end with `finish`. */
export type Ask = (request: CompletionRequest, signal: AbortSignal) => AsyncIterable<StreamEvent>;

/** What a dialogue begins with. */
export interface DialogueParts {
  request: CompletionRequest;
  tools: ToolSet;
  maxSteps: number;
  known: Known;
}

/** The conversation of a run: the model is asked and its calls are answered, by turns. */
export class Dialogue {
  readonly #parts: DialogueParts;
  readonly #steps: ToolRunStep[] = [];
  readonly #messages: Message[];

  constructor(parts: DialogueParts) {
    this.#parts = parts;
    const { messages, prompt } = parts.request;
    // What is neither is for the client to refuse.
    if (Array.isArray(messages)) this.#messages = [...messages];
    else this.#messages = typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : [];
  }

  /** The conversation up to the last step whose calls are all answered. */
  get messages(): Message[] {
    const step = this.#steps.at(-1);
    return this.#messages.slice(0, step && !isWhole(step) ? -1 - step.results.length : undefined);
  }

  /** Every answer so far. The last one may lack results. */
  get steps(): ToolRunStep[] {
    return this.#steps.map(({ response, results, errors }) => ({ response, results: [...results], errors: [...errors] }));
  }

  /** Whether all was said; the last event is given when this is so. */
  get ended(): boolean {
    const step = this.#steps.at(-1);
    if (!step || !isWhole(step)) return false;
    return step.results.length === 0 || this.#steps.length >= this.#parts.maxSteps;
  }

  async *events(ask: Ask, signal: AbortSignal): AsyncGenerator<ToolRunEvent, undefined> {
    while (!this.ended) {
      signal.throwIfAborted();
      const asked = this.#steps.length;
      for await (const event of ask(this.#request(), signal)) {
        if (event.type === 'finish') this.#add(event.response);
        yield event;
      }
      const step = this.#steps[asked];
      if (!step) throw new StreamInterruptedError('the stream ended without a finish event', this.#parts.known);
      yield* this.#answerCalls(step, signal);
    }
    return undefined;
  }

  /** What the run came to; meaningful once it has ended. */
  result(): ToolRunResult {
    const { messages, steps } = this;
    const { response } = steps.at(-1) as ToolRunStep;
    return { response, steps, messages, usage: sum(steps.map((step) => step.response.usage)) };
  }

  /** A choice that makes the model call a tool is for the first answer: with it there would be no other. */
  #request(): CompletionRequest {
    const { request } = this.#parts;
    if (this.#steps.length === 0) return request;
    const { messages: _begun, prompt: _prompt, toolChoice, ...settings } = request;
    const free = toolChoice === 'required' || typeof toolChoice === 'object' ? 'auto' : toolChoice;
    return { ...settings, toolChoice: free, messages: [...this.#messages] };
  }

  #add(response: CompletionResponse): void {
    this.#steps.push({ response, results: [], errors: [] });
    this.#messages.push(response.message);
  }

  async *#answerCalls({ response, results, errors }: ToolRunStep, signal: AbortSignal): AsyncGenerator<ToolRunEvent, void> {
    signal.throwIfAborted();
    const messages = [...this.#messages];
    const answers = response.toolCalls.map((toolCall) => {
      return { toolCall, answer: this.#parts.tools.answer({ signal, toolCall, messages }) };
    });
    for (const { toolCall, answer } of answers) {
      const outcome = await unlessAborted(answer, signal);
      results.push(outcome.message);
      this.#messages.push(outcome.message);
      if ('error' in outcome) errors.push({ toolCall, error: outcome.error });
      yield { type: 'tool-result', toolCall, ...outcome };
    }
  }
}

function isWhole({ response, results }: ToolRunStep): boolean {
  return results.length >= response.toolCalls.length;
}

/** What is counted of an answer. */
export const COUNTS = [
  'promptTokens',
  'completionTokens',
  'totalTokens',
  'cachedTokens',
  'cacheWriteTokens',
  'reasoningTokens',
] as const;

/** What nobody told is not in it; it is estimated if a part of it is. */
function sum(usages: readonly TokenUsage[]): TokenUsage {
  const total: TokenUsage = { promptTokens: 0, completionTokens: 0, totalTokens: 0 };
  for (const usage of usages) {
    for (const count of COUNTS) if (usage[count] !== undefined) total[count] = (total[count] ?? 0) + usage[count];
    if (usage.estimated) total.estimated = true;
  }
  return total;
}
