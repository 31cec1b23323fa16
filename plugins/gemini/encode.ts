import { type Call, InvalidInputError, type JsonObject } from '../../src/plugin.ts';
import { looksAtSignatures } from './models.ts';
import { generationConfigOf } from './settings.ts';
import { contentsOf, systemOf } from './turns.ts';

/** The body of a [request](https://ai.google.dev/api/generate-content#request-body). The model is in the path. */
export function encode(call: Call): JsonObject {
  const { messages, provider, model } = call;
  const contents = contentsOf(messages, provider, looksAtSignatures(model));
  if (contents.length === 0) throw new InvalidInputError('messages: must say something', { provider, model });
  return {
    systemInstruction: systemOf(messages, provider),
    contents,
    generationConfig: generationConfigOf(call),
    ...toolsOf(call),
  };
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
