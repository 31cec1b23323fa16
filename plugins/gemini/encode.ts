import { type Call, InvalidInputError, type JsonObject } from '../../src/plugin.ts';
import { contentsOf, systemOf } from './turns.ts';

/** The most that the API's 32-bit numbers hold. */
const LARGEST = 2 ** 31 - 1;

/** The body of a [request](https://ai.google.dev/api/generate-content#request-body). The model is in the path. */
export function encode(call: Call): JsonObject {
  const { messages, provider, model } = call;
  const contents = contentsOf(messages, provider, looksAtSignatures(model));
  if (contents.length === 0) throw refusal(call, 'messages: must say something');
  return {
    systemInstruction: systemOf(messages, provider),
    contents,
    generationConfig: generationConfigOf(call),
    ...toolsOf(call),
  };
}

/** Gemini 2 and the open models take calls without a signature; what came after them does not. */
function looksAtSignatures(model: string): boolean {
  return !/gemini-[12](?!\d)|gemma/i.test(model);
}

function generationConfigOf(call: Call): JsonObject | undefined {
  const { maxTokens, temperature, topP, topK, stop, seed, presencePenalty, frequencyPenalty } = call;
  if (temperature !== undefined && temperature > 2) throw refusal(call, `temperature: must be at most 2 (given: ${temperature})`);
  if (stop && stop.length > 5) throw refusal(call, `stop: must have at most 5 texts (given: ${stop.length})`);
  if (seed !== undefined && Math.abs(seed) > LARGEST) throw refusal(call, `seed: must be at most ${LARGEST} (given: ${seed})`);
  const config = {
    maxOutputTokens: maxTokens,
    temperature,
    topP,
    topK,
    stopSequences: stop,
    seed,
    presencePenalty,
    frequencyPenalty,
    thinkingConfig: thinkingOf(call),
  };
  return Object.values(config).some((setting) => setting !== undefined) ? config : undefined;
}

/** Models from Gemini 3 on take a level, those before a budget. Thoughts come back only if they are asked for. */
function thinkingOf(call: Call): JsonObject | undefined {
  const { reasoning } = call;
  if (!reasoning) return undefined;
  if ('budgetTokens' in reasoning) return budgetOf(reasoning.budgetTokens);
  const { effort } = reasoning;
  if (effort === 'none') return budgetOf(0);
  if (effort === 'xhigh' || effort === 'max') {
    throw refusal(call, `reasoning: effort must be one of none, minimal, low, medium, high (given: ${effort})`);
  }
  return { thinkingLevel: effort.toUpperCase(), includeThoughts: true };
}

/** Who thinks nothing can not be asked to show it. */
function budgetOf(thinkingBudget: number): JsonObject {
  return thinkingBudget > 0 ? { thinkingBudget, includeThoughts: true } : { thinkingBudget };
}

function toolsOf({ tools, toolChoice }: Call): JsonObject {
  if (!tools) return {};
  const functionDeclarations = tools.map(({ name, description, parameters }) => ({
    name,
    description,
    parametersJsonSchema: parameters,
  }));
  return {
    tools: [{ functionDeclarations }],
    toolConfig: toolChoice && { functionCallingConfig: choiceOf(toolChoice) },
  };
}

function choiceOf(choice: NonNullable<Call['toolChoice']>): JsonObject {
  if (typeof choice === 'object') return { mode: 'ANY', allowedFunctionNames: [choice.name] };
  return { mode: { auto: 'AUTO', none: 'NONE', required: 'ANY' }[choice] };
}

function refusal({ provider, model }: Call, message: string): InvalidInputError {
  return new InvalidInputError(message, { provider, model });
}
