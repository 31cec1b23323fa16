import { RESPONSES_ANSWERS } from './responses-samples.ts';

/** Whole answers as the APIs send them, by their dialect, with all that the wires look at. */
export const ANSWERS: Record<string, unknown[]> = {
  anthropic: [
    {
      type: 'message',
      id: 'msg_1',
      model: 'claude',
      content: [
        { type: 'thinking', thinking: 'hm', signature: 's' },
        { type: 'text', text: 'Hi', citations: [{ type: 'page', cited_text: 'a', document_title: 'b', title: 'c', url: 'd' }] },
        { type: 'tool_use', id: 't', name: 'f', input: { a: 1 } },
        { type: 'server_tool_use', id: 'u', name: 'web_search', input: { q: 'x' } },
      ],
      stop_reason: 'end_turn',
      usage: {
        input_tokens: 3,
        cache_read_input_tokens: 1,
        cache_creation_input_tokens: 1,
        output_tokens: 4,
        output_tokens_details: { thinking_tokens: 2 },
      },
    },
  ],
  'cohere v2': [
    {
      id: 'r',
      finish_reason: 'COMPLETE',
      message: {
        role: 'assistant',
        tool_plan: 'I will',
        content: [
          { type: 'thinking', thinking: 'hm' },
          { type: 'text', text: 'Hi' },
          { type: 'other', a: 1 },
        ],
        tool_calls: [{ id: 't', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
        citations: [
          {
            start: 0,
            end: 2,
            text: 'Hi',
            type: 'TEXT_CONTENT',
            sources: [{ type: 'document', document: { title: 'a', url: 'b' } }],
          },
        ],
      },
      usage: {
        tokens: { input_tokens: 3, image_tokens: 1, output_tokens: 4, reasoning_tokens: 1 },
        billed_units: { input_tokens: 3, output_tokens: 4 },
        cached_tokens: 1,
      },
    },
  ],
  'cohere v1': [
    {
      generation_id: 'g',
      text: 'Hi',
      finish_reason: 'COMPLETE',
      tool_calls: [{ name: 'f', parameters: { a: 1 } }],
      citations: [{ start: 0, end: 2, text: 'Hi', document_ids: ['d'] }],
      meta: { tokens: { input_tokens: 3, output_tokens: 4 }, billed_units: { input_tokens: 3, output_tokens: 4 } },
      token_count: { prompt_tokens: 3, response_tokens: 4 },
    },
    { generation_id: 'g', text: 'Hi', finish_reason: 'ERROR', error: 'no', error_type: 'TOO_MANY_TOKENS' },
  ],
  responses: RESPONSES_ANSWERS,
  'chat completions': [
    {
      id: 'c',
      model: 'm',
      choices: [
        {
          index: 0,
          finish_reason: 'stop',
          message: {
            role: 'assistant',
            content: [
              { type: 'text', text: 'Hi' },
              { type: 'thinking', thinking: [{ text: 'hm' }], summary: 'a' },
            ],
            reasoning_content: 'hm',
            reasoning_details: [{ text: 'a', summary: 'b' }],
            refusal: null,
            tool_calls: [
              { index: 0, id: 't', type: 'function', function: { name: 'f', arguments: '{}' } },
              { type: 'custom', custom: { name: 'g', input: 'x' } },
            ],
            function_call: { name: 'h', arguments: '{}' },
            annotations: [{ type: 'url_citation', url_citation: { start_index: 0, end_index: 1, title: 'a', url: 'b' } }],
          },
        },
      ],
      citations: ['https://a.test'],
      usage: {
        prompt_tokens: 3,
        completion_tokens: 4,
        total_tokens: 7,
        prompt_tokens_details: { cached_tokens: 1 },
        completion_tokens_details: { reasoning_tokens: 1 },
      },
    },
    { error: { message: 'no', type: 'server_error', code: 500 } },
  ],
  'text-generation': [
    [
      {
        generated_text: 'Hi',
        details: { finish_reason: 'length', generated_tokens: 4, prefill: [{ id: 1 }], input_length: 3, tokens: [] },
      },
    ],
    { error: 'no', error_type: 'generation' },
  ],
  gemini: [
    {
      candidates: [
        {
          index: 0,
          content: {
            role: 'model',
            parts: [
              { text: 'hm', thought: true, thoughtSignature: 's' },
              { text: 'Hi' },
              { functionCall: { id: 't', name: 'f', args: { a: 1 } }, thoughtSignature: 's' },
              { functionCall: { name: 'g', args: {} } },
              { functionResponse: { name: 'g', response: { a: 1 } } },
              { executableCode: { language: 'PYTHON', code: 'a' } },
            ],
          },
          finishReason: 'STOP',
          groundingMetadata: {
            groundingChunks: [{ web: { uri: 'a', title: 'b' } }],
            groundingSupports: [{ segment: { startIndex: 0, endIndex: 2, text: 'Hi' }, groundingChunkIndices: [0] }],
          },
          citationMetadata: { citationSources: [{ startIndex: 0, endIndex: 2, uri: 'a', license: 'b' }] },
        },
      ],
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 4, thoughtsTokenCount: 1, totalTokenCount: 8 },
      modelVersion: 'm',
      responseId: 'r',
    },
    { promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: 3 } },
    {
      candidates: [
        {
          index: 0,
          content: {
            role: 'model',
            parts: [
              { text: 'hm', thought: true, thoughtSignature: 's' },
              { text: 'Hi' },
              { functionCall: { name: 'f', args: { a: 1 }, id: 't' }, thoughtSignature: 'u' },
              { functionCall: { name: 'g' } },
              { executableCode: { language: 'PYTHON', code: '1' } },
              { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
            ],
          },
          finishReason: 'STOP',
          safetyRatings: [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'NEGLIGIBLE' }],
          citationMetadata: { citationSources: [{ startIndex: 0, endIndex: 2, uri: 'https://a.test', license: '' }] },
          groundingMetadata: {
            webSearchQueries: ['q'],
            groundingChunks: [{ web: { uri: 'https://a.test', title: 'a' } }],
            groundingSupports: [{ segment: { startIndex: 0, endIndex: 2, text: 'Hi' }, groundingChunkIndices: [0] }],
          },
        },
      ],
      usageMetadata: {
        promptTokenCount: 3,
        candidatesTokenCount: 4,
        thoughtsTokenCount: 2,
        totalTokenCount: 9,
        cachedContentTokenCount: 1,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: 3 }],
      },
      modelVersion: 'm',
      responseId: 'r',
    },
    { promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: 3, totalTokenCount: 3 } },
    [{ candidates: [{ content: { parts: [{ text: 'Hi' }] } }] }, { error: { code: 503, message: 'no', status: 'UNAVAILABLE' } }],
  ],
  ollama: [
    {
      model: 'm',
      created_at: '2026-01-01T00:00:00Z',
      message: {
        role: 'assistant',
        content: 'Hi',
        thinking: 'hm',
        tool_calls: [
          { id: 't', function: { index: 0, name: 'f', arguments: { a: 1 } } },
          { function: { name: 'g', arguments: {} } },
        ],
        images: ['AAAA'],
      },
      done: true,
      done_reason: 'stop',
      total_duration: 5,
      prompt_eval_count: 3,
      eval_count: 4,
    },
    { error: 'model "m" not found' },
  ],
  'ollama generate': [
    {
      model: 'm',
      response: 'Hi',
      thinking: 'hm',
      done: true,
      done_reason: 'length',
      context: [1],
      prompt_eval_count: 3,
      eval_count: 4,
    },
  ],
};

/** Error bodies and lists of models. */
export const OTHERS: unknown[] = [
  { error: { type: 'invalid_request_error', message: 'no', code: 'x', status: 400 }, type: 'error', request_id: 'r' },
  { id: 'x', message: 'no', data: 'more' },
  { error: { code: 429, message: 'no', status: 'RESOURCE_EXHAUSTED', details: [{ reason: 'x' }, { retryDelay: '1s' }] } },
  { error: ['no', { msg: 'a' }], error_type: 'validation' },
  { error: 'Model m is currently loading', estimated_time: 20.5, warnings: ['a'] },
  { detail: [{ loc: ['body'], msg: 'no', type: 'missing' }], code: 400 },
  { data: [{ id: 'a', object: 'model' }], models: [{ name: 'b', endpoints: ['chat'] }], has_more: false },
  [{ id: 'a' }],
  { error: { code: 400, message: 'no', status: 'INVALID_ARGUMENT', details: [{ reason: 'API_KEY_INVALID' }] } },
  { code: 20012, message: 'no', data: null },
  'Invalid token',
  { object: 'error', error: 'no', models: [{ name: 'models/a', supportedGenerationMethods: ['generateContent'] }] },
];
