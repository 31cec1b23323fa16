import { isThinking, type JsonObject } from '../../src/plugin.ts';
import type { AnthropicCall } from './api.ts';
import { factsOf } from './models.ts';
import { refusal } from './refusal.ts';

/** Which tool the model must call. @throws {InvalidInputError} where it can't be made to call one. */
export function toolChoiceOf(call: AnthropicCall): JsonObject | undefined {
  const { toolChoice, reasoning, model } = call;
  if (toolChoice === undefined) return undefined;
  if (toolChoice === 'auto' || toolChoice === 'none') return { type: toolChoice };
  if (!factsOf(model).canBeForced)
    throw refusal(call, 'toolChoice: must be auto or none, as this model can not be made to call a tool');
  // Some models answer with a 400, others with text as if no tool had been asked for.
  if (isThinking(reasoning)) {
    const why = 'a model that thinks can not be made to call a tool, and a responseFormat that the model has not is given by one';
    throw refusal(call, `toolChoice: must be auto or none together with reasoning; ${why}`);
  }
  return toolChoice === 'required' ? { type: 'any' } : { type: 'tool', name: toolChoice.name };
}
