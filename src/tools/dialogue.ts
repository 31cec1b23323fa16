import { StreamInterruptedError } from '../errors.ts';
import { type Known, unlessAborted } from '../http/cancel.ts';
import type { Message, TokenUsage, ToolCall } from '../message.ts';
import type { CompletionRequest, CompletionResponse, StreamEvent } from '../types.ts';
import type { ToolSet } from './tool-set.ts';

/** What a run gives while it is read: the events of every answer, and the result of every call. */
export type ToolRunEvent = StreamEvent | { type: 'tool-result'; toolCall: ToolCall; message: Message };

/** One answer of the model, and the results of the calls in it. */
export interface ToolRunStep {
  response: CompletionResponse;
  /** In the order of the calls. */
  results: Message[];
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
    this.#messages = Array.isArray(messages) ? [...messages] : [{ role: 'user', content: prompt as string }];
  }

  /** Whether all was said; the last event is given when this is so. */
  get ended(): boolean {
    const step = this.#steps.at(-1);
    if (!step || step.results.length < step.response.toolCalls.length) return false;
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
    const steps = this.#steps.map(({ response, results }) => ({ response, results: [...results] }));
    const { response } = steps.at(-1) as ToolRunStep;
    return { response, steps, messages: [...this.#messages], usage: sum(steps.map((step) => step.response.usage)) };
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
    this.#steps.push({ response, results: [] });
    this.#messages.push(response.message);
  }

  async *#answerCalls({ response, results }: ToolRunStep, signal: AbortSignal): AsyncGenerator<ToolRunEvent, void> {
    signal.throwIfAborted();
    const messages = [...this.#messages];
    const answers = response.toolCalls.map((toolCall) => {
      return { toolCall, answer: this.#parts.tools.answer({ signal, toolCall, messages }) };
    });
    for (const { toolCall, answer } of answers) {
      const message = await unlessAborted(answer, signal);
      results.push(message);
      this.#messages.push(message);
      yield { type: 'tool-result', toolCall, message };
    }
  }
}

const COUNTS = [
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
