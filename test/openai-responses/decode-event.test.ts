import { describe, expect, it } from '@jest/globals';
import { decodeEvent } from '../../src/openai-responses/decode-event.ts';
import { encodeAnswer } from '../../src/openai-responses/encode-answer.ts';
import { fold } from '../support/fold.ts';

const read = (...events: object[]) => fold(...events.flatMap((event) => decodeEvent(event)));
const texts = (events: readonly object[]) => events.flatMap((event) => ('text' in event ? [event.text] : []));

const at = { output_index: 0, item_id: 'm1', content_index: 0 };
const said = (delta: string, over: object = {}) => ({ type: 'response.output_text.delta', ...at, delta, ...over });
const message = {
  id: 'm1',
  type: 'message',
  role: 'assistant',
  content: [{ type: 'output_text', text: 'Hi there', annotations: [] }],
};
const added = (item: object, output_index = 0) => ({ type: 'response.output_item.added', output_index, item });
const done = (item: object, output_index = 0) => ({ type: 'response.output_item.done', output_index, item });
const completed = (...output: object[]) => ({
  type: 'response.completed',
  response: { id: 'r1', model: 'm', status: 'completed', output },
});

describe('text', () => {
  it('is told once, however often it is repeated', () => {
    const part = { type: 'response.content_part.done', ...at, part: message.content[0] };
    const whole = { type: 'response.output_text.done', ...at, text: 'Hi there' };
    const {
      events,
      content,
      fold: folded,
    } = read(added({ ...message, content: [] }), said('Hi'), said(' there'), whole, part, done(message), completed(message));
    expect(texts(events)).toEqual(['Hi', ' there']);
    expect(content).toMatchObject([{ type: 'text', text: 'Hi there' }]);
    expect(folded).toMatchObject({ ended: true, id: 'r1', finishReason: 'stop', rawFinishReason: 'completed' });
  });

  it.each([
    ['at the end of the text', { type: 'response.output_text.done', ...at, text: 'Hi there' }],
    ['at the end of the item', done(message)],
  ])('that no piece told is told %s', (_where, event) => {
    expect(texts(read(added({ ...message, content: [] }), said('Hi'), event).events)).toEqual(['Hi', ' there']);
  });

  it('that no event told is read from the last one', () => {
    const { events, content } = read(added({ ...message, content: [] }), completed(message));
    expect(texts(events)).toEqual(['Hi there']);
    expect(content).toHaveLength(1);
  });

  it('stays as it was told where the whole says something else', () => {
    expect(read(added(message), said('Hey'), done(message)).content).toMatchObject([{ text: 'Hey' }]);
  });

  it('of several blocks, and of a refusal, is apart', () => {
    const refusal = { type: 'response.refusal.delta', ...at, content_index: 1, delta: 'No' };
    expect(read(said('a'), refusal, said('b'), { ...refusal, delta: '.' }).content).toMatchObject([
      { text: 'ab' },
      { text: 'No.' },
    ]);
  });

  it('is found by the id of its item where no place is told', () => {
    const idOnly = { output_index: undefined, content_index: undefined };
    const item = { ...message, id: 'm1' };
    const events = [
      { type: 'response.output_item.added', item },
      said('Hi there', idOnly),
      { type: 'response.output_item.done', item },
    ];
    expect(read(...events, completed(item)).content).toMatchObject([{ text: 'Hi there' }]);
  });

  it('is found by its place where each event has another id', () => {
    const { content } = read(
      added(message),
      said('Hi', { item_id: 'x' }),
      said(' there', { item_id: 'y' }),
      done({ ...message, id: 'z' }),
    );
    expect(content).toMatchObject([{ text: 'Hi there', providerMetadata: { acme: { responses: { message: { id: 'z' } } } } }]);
  });
});

describe('thoughts', () => {
  const thought = (delta: string, kind = 'reasoning_summary_text') => ({
    type: `response.${kind}.delta`,
    output_index: 0,
    delta,
  });
  const paragraph = (summary_index: number) => ({
    type: 'response.reasoning_summary_part.added',
    output_index: 0,
    summary_index,
  });
  const item = { id: 't1', type: 'reasoning', summary: [{ text: 'a' }, { text: 'b' }], encrypted_content: 'final' };

  it('come in paragraphs, and are told once', () => {
    const begun = { ...item, summary: [], encrypted_content: 'partial' };
    const { events, content } = read(
      added(begun),
      paragraph(0),
      thought('a'),
      paragraph(1),
      thought('b'),
      done(item),
      completed(item),
    );
    expect(texts(events)).toEqual(['a', '\n\n', 'b']);
    expect(content).toEqual([{ type: 'reasoning', text: 'a\n\nb', providerMetadata: { acme: { responses: item } } }]);
  });

  it('that are not hidden are told too', () => {
    const next = { type: 'response.content_part.added', output_index: 0, content_index: 1, part: { type: 'reasoning_text' } };
    expect(read(thought('a', 'reasoning_text'), next, thought('b', 'reasoning_text')).content).toMatchObject([
      { text: 'a\n\nb' },
    ]);
  });
});

describe('calls', () => {
  const call = { id: 'f1', type: 'function_call', call_id: 'c1', name: 'add', arguments: '{"a":1}', status: 'completed' };
  const begun = { ...call, arguments: '', status: 'in_progress' };
  const piece = (delta: string) => ({ type: 'response.function_call_arguments.delta', output_index: 0, item_id: 'f1', delta });
  const whole = { type: 'response.function_call_arguments.done', output_index: 0, item_id: 'f1', arguments: '{"a":1}' };

  it.each<[string, object[]]>([
    ['piece by piece', [added(begun), piece('{"a"'), piece(':1}'), whole, done(call), completed(call)]],
    ['whole', [added(begun), whole, done(call)]],
    ['with their item', [added(begun), done(call)]],
    ['without a beginning', [done(call)]],
    ['at the end alone', [completed(call)]],
  ])('come %s', (_how, events) => {
    const { content, events: told } = read(...events);
    expect(content).toEqual([
      {
        type: 'tool-call',
        id: 'c1',
        name: 'add',
        arguments: { a: 1 },
        argumentsText: '{"a":1}',
        providerMetadata: { acme: { responses: { id: 'f1', status: 'completed' } } },
      },
    ]);
    expect(told.filter(({ type }) => type === 'tool-call')).toHaveLength(1);
    expect(told.map((event) => ('argumentsText' in event ? event.argumentsText : '')).join('')).toBe('{"a":1}');
  });

  it('are apart where neither place nor id of an item is told', () => {
    const nowhere = (event: object) => ({ ...event, output_index: undefined, item_id: undefined });
    const events = ['c1', 'c2'].flatMap((call_id) => [
      nowhere(added({ ...begun, call_id, id: undefined })),
      nowhere(piece(`{"of":"${call_id}"}`)),
    ]);
    expect(read(...events).content).toMatchObject([{ arguments: { of: 'c1' } }, { arguments: { of: 'c2' } }]);
  });

  it('are complete as soon as their item is', () => {
    const { events } = read(added(begun), done(call), said('x', { output_index: 1 }));
    expect(events.map(({ type }) => type)).toEqual(['tool-call-start', 'tool-call-delta', 'tool-call', 'text']);
  });
});

describe('items', () => {
  const search = { id: 'w1', type: 'web_search_call', status: 'completed', action: { sources: [1, 2] } };

  it('keep the order in which they began', () => {
    const events = [added(message), added(search, 1), done(search, 1), said('Hi there'), done(message)];
    expect(read(...events).content).toMatchObject([{ type: 'text' }, { type: 'opaque' }]);
  });

  it('of the provider’s own are told whole, and once', () => {
    const begun = { ...search, status: 'in_progress', action: { sources: [1] } };
    const { content } = read(added(begun), done(search), completed(search));
    expect(content).toEqual([{ type: 'opaque', providerMetadata: { acme: { responses: search } } }]);
  });

  it('are at work while their events come', () => {
    const work = decodeEvent({ type: 'response.web_search_call.searching', output_index: 0, item_id: 'w1' });
    expect(fold(...work).fold.push(work[0] as never)).toBe(true);
    expect(decodeEvent({ type: 'response.web_search_call.searching' })).toEqual([]);
    expect(decodeEvent({ type: 'keepalive', sequence_number: 3 })).toEqual([]);
    expect(decodeEvent({ type: 'response.of_the_future', output_index: 0, message: 'm' })).toEqual([]);
  });

  it('whose end no event tells are read from the last one', () => {
    const thought = { id: 't1', type: 'reasoning', summary: [], encrypted_content: 'x' };
    const work = { type: 'response.web_search_call.searching', output_index: 1, item_id: 'w1' };
    const begun = [added(thought), added({ ...search, action: {} }, 1), work, added({ ...message, content: [] }, 2)];
    const whole = [thought, search, message];
    const { fold: folded } = read(...begun, said('Hi there', { output_index: 2 }), completed(...whole));
    expect(encodeAnswer(folded.message().content, 'acme')).toEqual(whole);
  });

  it('that have only begun are no content', () => {
    const deltas = decodeEvent(added({ type: 'reasoning', id: 't1' }));
    expect(deltas.map((delta) => fold().fold.push(delta))).toEqual([false, false]);
  });
});

describe('the end', () => {
  it.each<[object, object]>([
    [
      { type: 'response.incomplete', response: { incomplete_details: { reason: 'max_output_tokens' } } },
      { finishReason: 'length' },
    ],
    [
      { type: 'response.completed', response: {} },
      { finishReason: 'stop', rawFinishReason: 'completed' },
    ],
    [{ type: 'response.cancelled' }, { finishReason: 'other', rawFinishReason: 'cancelled' }],
  ])('is told by %j', (event, expected) => {
    expect(read(event).fold).toMatchObject({ ended: true, ...expected });
  });

  it('holds the usage', () => {
    const usage = { input_tokens: 1, output_tokens: 2 };
    expect(read({ type: 'response.completed', response: { usage } }).fold.counters).toEqual(usage);
  });

  it.each<[object, object]>([
    [
      { type: 'response.failed', response: { status: 'failed', error: { code: 'server_error', message: 'no' } } },
      { status: 500, message: 'no' },
    ],
    [
      { type: 'error', code: 'rate_limit_exceeded', message: 'no', param: null },
      { status: 429, providerType: 'rate_limit_exceeded' },
    ],
    [
      { type: 'error', error: { type: 'invalid_request_error', code: 'context_length_exceeded', message: 'no' } },
      { status: 400 },
    ],
    [
      { type: 'error', code: null, message: 'no' },
      { status: undefined, message: 'no' },
    ],
    [{ error: { message: 'no', code: 503 } }, { status: 503, message: 'no' }],
  ])('is a failure with %j', (event, expected) => {
    expect(read(event).fold.failure).toMatchObject({ type: 'error', ...expected });
  });

  it('is a failure by the name of the event too', () => {
    expect(decodeEvent({ message: 'no' }, 'error')).toEqual([expect.objectContaining({ type: 'error', message: 'no' })]);
  });
});
