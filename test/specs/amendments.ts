import type { Json, JsonObject } from '../../src/message.ts';
import type { SpecifiedProvider } from './violations.ts';

const string: JsonObject = { type: 'string' };

const TOOL_CALL: JsonObject = {
  type: 'object',
  required: ['id', 'type', 'function'],
  properties: {
    id: string,
    type: { enum: ['function'] },
    function: { type: 'object', required: ['name', 'arguments'], properties: { name: string, arguments: string } },
  },
};

const TOOL: JsonObject = {
  type: 'object',
  required: ['type', 'function'],
  properties: {
    type: { enum: ['function'] },
    function: {
      type: 'object',
      required: ['name'],
      properties: { name: string, description: string, parameters: { type: 'object' }, strict: { type: 'boolean' } },
    },
  },
};

const TOOL_CHOICE: Json = {
  oneOf: [
    { type: 'string', enum: ['auto', 'none', 'required'] },
    {
      type: 'object',
      required: ['type', 'function'],
      properties: {
        type: { enum: ['function'] },
        function: { type: 'object', required: ['name'], properties: { name: string } },
      },
    },
  ],
};

/** What an assistant and a tool say in OpenAI's dialect. */
const TOOL_TURNS: JsonObject = {
  tool_calls: { type: 'array', items: TOOL_CALL },
  tool_call_id: string,
  reasoning_content: string,
};

/** What a description lacks though its API takes it, by the schema that lacks it. Merged into it. */
export const AMENDMENTS: Partial<Record<SpecifiedProvider, Readonly<Record<string, JsonObject>>>> = {
  ollama: {
    // https://docs.ollama.com/api/chat, of which the description lists what is in answers.
    ChatMessage: { properties: { thinking: string, tool_name: string } },
    // A call goes back as it came.
    ToolCall: { properties: { id: string, type: string, function: { properties: { index: { type: 'integer' } } } } },
  },
  kimi: {
    // The description has them in answers only: https://platform.moonshot.ai/docs/guide/use-kimi-api-to-complete-tool-calls
    Message: { properties: TOOL_TURNS },
  },
  siliconflow: {
    // The description is of 2024: https://docs.siliconflow.cn/cn/api-reference/chat-completions/chat-completions
    ChatCompletionRequest: {
      properties: {
        messages: {
          maxItems: Number.MAX_SAFE_INTEGER,
          items: { properties: { role: { enum: ['user', 'assistant', 'system', 'tool'] }, ...TOOL_TURNS } },
        },
        max_tokens: { maximum: Number.MAX_SAFE_INTEGER },
        tools: { type: 'array', items: TOOL },
        tool_choice: TOOL_CHOICE,
        enable_thinking: { type: 'boolean' },
        thinking_budget: { type: 'integer', minimum: 128, maximum: 32768 },
        // It has two levels, and takes the others for compatibility.
        reasoning_effort: { type: 'string', enum: ['low', 'medium', 'high', 'xhigh', 'max'] },
        min_p: { type: 'number', minimum: 0, maximum: 1 },
      },
    },
    // https://docs.siliconflow.cn/cn/api-reference/embeddings/create-embeddings: of the newer models.
    EmbeddingsRequest: { properties: { dimensions: { type: 'integer', minimum: 1 } } },
  },
};
