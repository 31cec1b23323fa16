const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [
    {
      type: 'output_text',
      text: 'Hi there',
      annotations: [
        { type: 'url_citation', start_index: 0, end_index: 2, title: 'a', url: 'b' },
        { type: 'file_citation', file_id: 'f', filename: 'a.pdf', index: 2 },
      ],
      logprobs: [],
    },
    { type: 'refusal', refusal: 'no' },
  ],
};
const CALL = { id: 'fc_1', type: 'function_call', status: 'completed', call_id: 't', name: 'f', arguments: '{"a":1}' };
const THOUGHT = {
  id: 'rs_1',
  type: 'reasoning',
  summary: [
    { type: 'summary_text', text: 'hm' },
    { type: 'summary_text', text: 'so' },
  ],
  content: [{ type: 'reasoning_text', text: 'hm' }],
  encrypted_content: 'x',
};
const SEARCH = { id: 'ws_1', type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'x' } };
const USAGE = {
  input_tokens: 3,
  input_tokens_details: { cached_tokens: 1, cache_write_tokens: 1 },
  output_tokens: 4,
  output_tokens_details: { reasoning_tokens: 1 },
  total_tokens: 7,
};

/** Whole answers of the Responses API. */
export const RESPONSES_ANSWERS: unknown[] = [
  {
    id: 'resp_1',
    object: 'response',
    model: 'm',
    status: 'completed',
    error: null,
    incomplete_details: null,
    output: [THOUGHT, SEARCH, MESSAGE, CALL],
    usage: USAGE,
  },
  { id: 'resp_2', object: 'response', status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: [] },
  { id: 'resp_3', object: 'response', status: 'failed', error: { code: 'server_error', message: 'no' }, output: [] },
];

const at = { item_id: 'msg_1', output_index: 2, content_index: 0 };
const response = { id: 'resp_1', object: 'response', model: 'm', status: 'in_progress', output: [] };

/** Events of its streams. */
export const RESPONSES_EVENTS: unknown[] = [
  { type: 'response.created', sequence_number: 0, response },
  { type: 'response.output_item.added', output_index: 0, item: { ...THOUGHT, summary: [], content: [] } },
  { type: 'response.reasoning_summary_part.added', item_id: 'rs_1', output_index: 0, summary_index: 1, part: {} },
  { type: 'response.reasoning_summary_text.delta', item_id: 'rs_1', output_index: 0, summary_index: 1, delta: 'so' },
  { type: 'response.reasoning_text.delta', item_id: 'rs_1', output_index: 0, content_index: 0, delta: 'hm' },
  { type: 'response.output_item.done', output_index: 0, item: THOUGHT },
  { type: 'response.web_search_call.searching', item_id: 'ws_1', output_index: 1 },
  { type: 'response.output_item.done', output_index: 1, item: SEARCH },
  { type: 'response.output_item.added', output_index: 2, item: { ...MESSAGE, content: [] } },
  { type: 'response.content_part.added', ...at, part: { type: 'output_text', text: '' } },
  { type: 'response.output_text.delta', ...at, delta: 'Hi' },
  { type: 'response.output_text.done', ...at, text: 'Hi there' },
  { type: 'response.refusal.delta', ...at, content_index: 1, delta: 'no' },
  { type: 'response.refusal.done', ...at, content_index: 1, refusal: 'no' },
  { type: 'response.output_item.done', output_index: 2, item: MESSAGE },
  { type: 'response.output_item.added', output_index: 3, item: { ...CALL, arguments: '' } },
  { type: 'response.function_call_arguments.delta', item_id: 'fc_1', output_index: 3, delta: '{"a"' },
  { type: 'response.function_call_arguments.done', item_id: 'fc_1', output_index: 3, arguments: '{"a":1}' },
  { type: 'response.output_item.done', output_index: 3, item: CALL },
  { type: 'response.completed', response: RESPONSES_ANSWERS[0] },
  { type: 'response.incomplete', response: RESPONSES_ANSWERS[1] },
  { type: 'response.failed', response: RESPONSES_ANSWERS[2] },
  { type: 'error', code: 'server_error', message: 'no', param: null },
  { type: 'error', error: { type: 'invalid_request_error', code: 'context_length_exceeded', message: 'no' } },
];
