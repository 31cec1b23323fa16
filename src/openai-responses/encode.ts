import { effortOf, isThinking } from '../effort.ts';
import type { Effort, JsonObject, ToolChoice, ToolDefinition } from '../message.ts';
import { encodeFormat } from '../openai-dialect/response-format.ts';
import { objectOf } from '../openai-dialect/values.ts';
import type { Call } from '../provider.ts';
import { encodeInput } from './encode-input.ts';
import type { BothFacts } from './facts.ts';

const EFFORTS: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** OpenAI's models that do not reason: they refuse to be asked for encrypted thoughts, and those of others. All others have some, or ignore the question. */
const THOUGHTLESS = /(^|[/:])(gpt-3\.5|gpt-4|chatgpt-4o|gpt-5[\w.]*-chat)/;

/**
 * The body of a request. The whole conversation goes each time, and nothing of it is to be kept.
 *
 * @throws {InvalidInputError} for a schema that strict mode does not take, and for JSON without the word where the API demands it.
 */
export function encodeRequest(call: Call, facts: BothFacts): JsonObject {
  const { userField = 'user', stateless = true } = facts.responses ?? {};
  const { toolChoice, messages, provider } = call;
  const thinks = canThink(call, facts);
  const input = encodeInput(messages, provider);
  return {
    model: call.model,
    input: stateless && !thinks ? input.filter(({ type }) => type !== 'reasoning') : input,
    tools: call.tools?.map(encodeTool),
    tool_choice: toolChoice && encodeChoice(toolChoice),
    max_output_tokens: call.maxTokens,
    temperature: call.temperature,
    top_p: call.topP,
    text: encodeText(call, facts),
    reasoning: encodeReasoning(call, facts),
    [userField]: call.user,
    ...(stateless && thinks && { include: ['reasoning.encrypted_content'] }),
    ...(stateless && { store: false }),
    stream: call.stream,
  };
}

/** Whether the model has thoughts that it needs back. */
function canThink({ model, reasoning }: Call, { responses = {} }: BothFacts): boolean {
  if (THOUGHTLESS.test(model)) return false;
  return responses.thinks === undefined || isThinking(reasoning) || responses.thinks(model);
}

/** Left out, `strict` is true here, and parameters that may be left out are refused. */
function encodeTool({ name, description, parameters }: ToolDefinition): JsonObject {
  return { type: 'function', name, description, parameters, strict: false };
}

function encodeChoice(choice: ToolChoice): string | JsonObject {
  return typeof choice === 'string' ? choice : { type: 'function', name: choice.name };
}

/** What chat completions have in a member of its own lies beside the type here. */
function encodeText(call: Call, facts: BothFacts): JsonObject | undefined {
  const { json_schema, ...format } = encodeFormat(call, facts) ?? {};
  return format.type === undefined ? undefined : { format: { ...format, ...objectOf(json_schema) } };
}

/** Thoughts are shown only as a summary, and only where it is asked for. */
function encodeReasoning({ reasoning, model }: Call, { efforts = EFFORTS }: BothFacts): JsonObject | undefined {
  if (!reasoning) return undefined;
  const effort = effortOf(reasoning, typeof efforts === 'function' ? efforts(model) : efforts);
  return effort === 'none' ? { effort } : { effort, summary: 'auto' };
}
