import type { JsonObject, ToolDefinition } from '../../src/plugin.ts';
import type { AnthropicCall } from './api.ts';
import { formatSchema } from './format.ts';
import { limitMarks } from './marks.ts';
import { factsOf } from './models.ts';
import { refusal } from './refusal.ts';
import { thinkingOf } from './thinking.ts';
import { toolChoiceOf } from './tool-choice.ts';
import { systemOf, turnsOf } from './turns.ts';

/** The body of a [request](https://platform.claude.com/docs/en/api/messages). */
export function encode(call: AnthropicCall): JsonObject {
  const { model, stop, temperature, topP, topK, user, stream } = call;
  const system = systemOf(call);
  const turns = turnsOf(call);
  if (turns.length === 0) throw refusal(call, 'messages: must say more than white space');
  if (temperature !== undefined && temperature > 1) throw refusal(call, `temperature: must be at most 1 (given: ${temperature})`);
  limitMarks(system, turns);
  const { effort, ...thinking } = thinkingOf(call);
  const format = formatOf(call);
  return {
    model,
    system,
    messages: turns,
    ...thinking,
    output_config: effort || format ? { effort, format } : undefined,
    tools: call.tools?.map(encodeTool),
    tool_choice: toolChoiceOf(call),
    stop_sequences: stop,
    temperature,
    top_p: topP,
    top_k: topK,
    metadata: user === undefined ? undefined : { user_id: user },
    stream,
  };
}

/** The API keeps the model to every schema that it takes, whether that is asked for or not. */
function formatOf(call: AnthropicCall): JsonObject | undefined {
  const { responseFormat, messages } = call;
  if (responseFormat?.type !== 'json_schema') return undefined;
  const { schema, problems } = formatSchema(responseFormat.schema);
  if (problems.length > 0) {
    // What is not strict is asked for by a tool, which is no way out with a model that can't be made to call one.
    const isOut = factsOf(call.model).canBeForced;
    const told = problems.map((problem) => (isOut ? problem : problem.replace(/,? or set strict: false$/, '')));
    throw refusal(call, `responseFormat: ${call.provider} does not take the schema: ${told.join('; ')}`);
  }
  if (messages.at(-1)?.role === 'assistant')
    throw refusal(call, "messages: the last one must be the user's or a tool's together with responseFormat");
  return { type: 'json_schema', schema };
}

function encodeTool({ name, description, parameters }: ToolDefinition): JsonObject {
  return { name, description, input_schema: parameters };
}
