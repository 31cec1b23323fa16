import { budgetOf, type Call, effortOf, InvalidInputError, isThinking, type JsonObject } from '../../src/plugin.ts';
import { formatsBesideTools, thinkingOf } from './models.ts';
import { schemaOf } from './schema.ts';

/** The most that the API's 32-bit numbers hold. */
const LARGEST = 2 ** 31 - 1;

/** The [settings](https://ai.google.dev/api/generate-content#generationconfig) of a request; `undefined` where there are none. */
export function generationConfigOf(call: Call): JsonObject | undefined {
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
    ...formatOf(call),
    thinkingConfig: thinkingConfigOf(call),
  };
  return Object.values(config).some((setting) => setting !== undefined) ? config : undefined;
}

function formatOf(call: Call): JsonObject {
  const { responseFormat, tools, toolChoice, model } = call;
  if (!responseFormat) return {};
  if (tools && !formatsBesideTools(model)) {
    throw refusal(
      call,
      `responseFormat: ${model} takes no tools beside it; leave one of them out, or ask a model from Gemini 3 on`,
    );
  }
  if (toolChoice && toolChoice !== 'auto' && toolChoice !== 'none') {
    throw refusal(call, 'responseFormat: is not taken where a tool must be called; set toolChoice to auto or none');
  }
  return {
    responseMimeType: 'application/json',
    ...(responseFormat.type === 'json_schema' && { responseJsonSchema: schemaOf(responseFormat.schema) }),
  };
}

/** A model that can't be kept from thinking does as little of it as it can. Thoughts come back only if they are asked for. */
function thinkingConfigOf({ reasoning, model }: Call): JsonObject | undefined {
  if (!reasoning) return undefined;
  const includeThoughts = isThinking(reasoning) || undefined;
  const { levels, budget } = thinkingOf(model);
  if (levels) return { thinkingLevel: effortOf(reasoning, levels).toUpperCase(), includeThoughts };
  const tokens = budgetOf(reasoning, budget);
  return { thinkingBudget: tokens === 0 && !budget.off ? budget.least : tokens, includeThoughts };
}

function refusal({ provider, model }: Call, message: string): InvalidInputError {
  return new InvalidInputError(message, { provider, model });
}
