/** Whole answers as the APIs send them, with all that the wires look at. */
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
  'huggingface chat': [
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
  'huggingface text-generation': [
    [
      {
        generated_text: 'Hi',
        details: { finish_reason: 'length', generated_tokens: 4, prefill: [{ id: 1 }], input_length: 3, tokens: [] },
      },
    ],
    { error: 'no', error_type: 'generation' },
  ],
};

/** Events of streams. */
export const EVENTS: Record<string, unknown[]> = {
  anthropic: [
    { type: 'message_start', message: { id: 'm', model: 'c', content: [], usage: { input_tokens: 3 }, stop_reason: null } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'citations_delta', citation: { cited_text: 'a' } } },
    { type: 'content_block_start', index: 1, content_block: { type: 'tool_use', id: 't', name: 'f', input: {} } },
    { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '{}' } },
    { type: 'content_block_start', index: 2, content_block: { type: 'server_tool_use', id: 'u', input: {} } },
    { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{}' } },
    { type: 'content_block_delta', index: 3, delta: { type: 'thinking_delta', thinking: 'hm' } },
    { type: 'content_block_delta', index: 3, delta: { type: 'signature_delta', signature: 's' } },
    { type: 'content_block_stop', index: 1 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 4 } },
    { type: 'message_stop' },
    { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
  ],
  'cohere v2': [
    { type: 'message-start', id: 'r', delta: { message: { role: 'assistant', content: [], tool_calls: [], citations: [] } } },
    { type: 'content-start', index: 0, delta: { message: { content: { type: 'text', text: '' } } } },
    { type: 'content-delta', index: 0, delta: { message: { content: { text: 'Hi' } } } },
    { type: 'content-delta', index: 1, delta: { message: { content: { thinking: 'hm' } } } },
    { type: 'tool-plan-delta', delta: { message: { tool_plan: 'I' } } },
    {
      type: 'tool-call-start',
      index: 0,
      delta: { message: { tool_calls: { id: 't', function: { name: 'f', arguments: '' } } } },
    },
    { type: 'tool-call-delta', index: 0, delta: { message: { tool_calls: { function: { arguments: '{}' } } } } },
    { type: 'tool-call-end', index: 0 },
    {
      type: 'citation-start',
      index: 0,
      delta: { message: { citations: { start: 0, end: 1, text: 'H', sources: [{ document: { title: 'a' } }] } } },
    },
    { type: 'message-end', delta: { finish_reason: 'COMPLETE', usage: { tokens: { input_tokens: 3, output_tokens: 4 } } } },
    { type: 'message-end', delta: { finish_reason: 'ERROR', error: 'no' } },
  ],
  'cohere v1': [
    { event_type: 'stream-start', generation_id: 'g' },
    { event_type: 'text-generation', text: 'Hi' },
    { event_type: 'tool-calls-chunk', tool_call_delta: { index: 0, name: 'f', parameters: '{' }, text: 'a' },
    { event_type: 'tool-calls-generation', tool_calls: [{ name: 'f', parameters: { a: 1 } }] },
    { event_type: 'citation-generation', citations: [{ start: 0, end: 1, text: 'H' }] },
    {
      event_type: 'stream-end',
      finish_reason: 'COMPLETE',
      response: { text: 'Hi', meta: { tokens: { input_tokens: 3, output_tokens: 4 } } },
    },
  ],
  'huggingface chat': [
    {
      id: 'c',
      model: 'm',
      choices: [{ index: 0, delta: { role: 'assistant', content: 'Hi', reasoning: 'hm' }, finish_reason: null }],
    },
    { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: 't', function: { name: 'f', arguments: '{' } }] } }] },
    {
      choices: [{ index: 0, delta: { refusal: 'no' }, finish_reason: 'stop', usage: { prompt_tokens: 1 } }],
      x_groq: { usage: {} },
    },
    { choices: [], usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 } },
    { error: { message: 'no', type: 'overloaded_error' } },
  ],
  'huggingface text-generation': [
    { index: 1, token: { id: 5, text: 'Hi', logprob: -1, special: false }, generated_text: null, details: null },
    {
      token: { text: '</s>', special: true },
      generated_text: 'Hi',
      details: { finish_reason: 'eos_token', generated_tokens: 4, input_length: 3 },
    },
    { error: 'no', error_type: 'overloaded' },
  ],
};

/** Error bodies and lists of models. */
export const OTHERS: unknown[] = [
  { error: { type: 'invalid_request_error', message: 'no', code: 'x', status: 400 }, type: 'error', request_id: 'r' },
  { id: 'x', message: 'no', data: 'more' },
  { error: ['no', { msg: 'a' }], error_type: 'validation' },
  { error: 'Model m is currently loading', estimated_time: 20.5, warnings: ['a'] },
  { detail: [{ loc: ['body'], msg: 'no', type: 'missing' }], code: 400 },
  { data: [{ id: 'a', object: 'model' }], models: [{ name: 'b', endpoints: ['chat'] }], has_more: false },
  [{ id: 'a' }],
];
