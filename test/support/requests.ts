import fc from 'fast-check';
import type { Message, ToolCallPart } from '../../src/message.ts';
import type { Wire } from '../../src/provider.ts';
import { json, maybe } from './spoiled.ts';

const text = fc.oneof(
  fc.constantFrom('', ' ', '\n', '"', '\\', '日本', '👩‍🚀', '\ud83d', '\u0000', 'e\u0301'),
  fc.string({ maxLength: 8 }),
);
/** Small, as there is much of it. */
const small = fc.jsonValue({ maxDepth: 1 });
/** Ids of all forms: of other providers, the same over and over, and none that any API would make. */
const callId = fc.oneof(
  fc.constantFrom('0', 'functions.f:0', 'call_1', 'toolu_01', 'a b', '日本'),
  fc.string({ minLength: 1, maxLength: 80 }),
);
const toolName = fc.constantFrom('f', 'g', 'look_up');

const SETTINGS: Record<string, fc.Arbitrary<unknown>> = {
  maxTokens: fc.integer({ min: 1, max: 5000 }),
  temperature: fc.double({ min: 0, max: 1, noNaN: true }),
  topP: fc.double({ min: 0, max: 1, noNaN: true }),
  topK: fc.nat(),
  stop: fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }),
  seed: fc.integer(),
  presencePenalty: fc.double({ min: -2, max: 2, noNaN: true }),
  frequencyPenalty: fc.double({ min: -2, max: 2, noNaN: true }),
  reasoning: fc.oneof(
    fc.record({ effort: fc.constantFrom('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max') }),
    fc.record({ budgetTokens: fc.nat() }),
  ),
  user: fc.string({ minLength: 1 }),
};

const parameters = fc.oneof(
  fc.constantFrom({}, { type: 'object' }, { type: 'object', properties: {}, additionalProperties: false }),
  fc.record({
    type: fc.constant('object'),
    properties: fc.dictionary(
      fc.string({ minLength: 1, maxLength: 8 }),
      fc.constantFrom(
        { type: 'string', enum: ['a', 'b'] },
        { type: ['integer', 'null'], minimum: 0 },
        { type: 'array', items: { $ref: '#/$defs/a' } },
        { anyOf: [{ type: 'string', format: 'date' }, { const: 1 }] },
        { type: 'object', properties: { nested: { type: 'boolean', description: 'x' } }, required: ['nested'] },
      ),
    ),
    $defs: fc.constant({ a: { type: 'number' } }),
  }),
);
const tools = fc.uniqueArray(fc.record({ name: toolName, description: maybe(text), parameters: maybe(parameters) }), {
  minLength: 1,
  maxLength: 3,
  selector: ({ name }) => name,
});
const offered = tools.chain((list) =>
  fc.record({
    tools: fc.constant(list),
    toolChoice: maybe(
      fc.oneof(fc.constantFrom<unknown>('auto', 'none', 'required'), fc.constantFrom(...list.map(({ name }) => ({ name })))),
    ),
  }),
);

/** Parts with what only some providers understand. */
function partsOf(provider: string) {
  const providerMetadata = maybe(fc.dictionary(fc.constantFrom(provider, 'other'), fc.dictionary(text, small, { maxKeys: 2 })));
  const textPart = fc.record({ type: fc.constant('text' as const), text, providerMetadata });
  const call: fc.Arbitrary<ToolCallPart> = fc.record({
    type: fc.constant('tool-call' as const),
    id: callId,
    name: toolName,
    arguments: maybe(small),
    argumentsText: fc.oneof(
      text,
      fc.constantFrom('', '{}', 'null', '[1]', '{"a":', ' {"a": 1} '),
      small.map((value) => JSON.stringify(value)),
    ),
    providerMetadata,
  }) as never;
  const other = fc.oneof(
    textPart,
    fc.record({ type: fc.constant('reasoning' as const), text, providerMetadata }),
    fc.record({ type: fc.constant('opaque' as const), providerMetadata }),
  );
  return { textPart, call, other };
}

/** The same list, begun at another place. */
function rotated<T>(list: readonly T[], by: number): T[] {
  const start = by % Math.max(1, list.length);
  return [...list.slice(start), ...list.slice(0, start)];
}

/** One turn, or several that belong together: calls, and a result for each. */
function turnsOf(provider: string, withTools: boolean): fc.Arbitrary<Message[]> {
  const { textPart, call, other } = partsOf(provider);
  const content = fc.oneof(text, fc.array(textPart, { maxLength: 3 }));
  const plain = fc.oneof(
    fc.record({ role: fc.constant('system'), content }),
    fc.record({ role: fc.constant('user'), content, name: maybe(fc.string({ minLength: 1 })) }),
    fc.record({ role: fc.constant('assistant'), content: fc.oneof(text, fc.array(other, { maxLength: 4 })) }),
  );
  const single = plain.map((message) => [message] as Message[]);
  if (!withTools) return single;
  const answered = fc.record({ part: call, content, isError: maybe(fc.boolean()) });
  const called = fc
    .record({
      calls: fc.array(answered, { minLength: 1, maxLength: 3 }),
      others: fc.array(other, { maxLength: 2 }),
      rotate: fc.tuple(fc.nat(), fc.nat()),
    })
    .map(({ calls, others, rotate: [parts, results] }) => [
      { role: 'assistant', content: rotated([...others, ...calls.map(({ part }) => part)], parts) },
      ...rotated(calls, results).map(({ part: { id }, content, isError }) => ({
        role: 'tool',
        toolCallId: id,
        content,
        isError,
      })),
    ]) as fc.Arbitrary<Message[]>;
  return fc.oneof(single, called);
}

/** Settings that a wire takes, each of them or not. */
function settingsOf(wire: Wire): fc.Arbitrary<object> {
  return fc.record(Object.fromEntries(wire.settings.flatMap((name) => (SETTINGS[name] ? [[name, maybe(SETTINGS[name])]] : []))));
}

/** A conversation with all kinds of parts and turns that a request can hold, and the settings that the wire takes. */
export function validRequest(wire: Wire, provider: string): fc.Arbitrary<object> {
  const withTools = wire.capabilities.includes('tools');
  const messages = fc.array(turnsOf(provider, withTools), { minLength: 1, maxLength: 4 }).map((turns) => turns.flat());
  return fc
    .tuple(
      settingsOf(wire),
      fc.record({
        messages,
        model: maybe(fc.string({ minLength: 1 })),
        extraBody: maybe(fc.dictionary(text, small, { maxKeys: 3 })),
      }),
      withTools ? maybe(offered) : fc.constant(undefined),
    )
    .map(([settings, request, tools]) => ({ ...request, ...settings, ...tools }));
}

const SETTING_NAMES = [...Object.keys(SETTINGS), 'model', 'tools', 'toolChoice', 'responseFormat', 'extraBody'];

/** What is a request by its outline at most. */
export const anyRequest = fc.oneof(
  json,
  fc.record({ messages: json }),
  fc.record({ prompt: json }),
  fc.record({ prompt: fc.constant('Hi'), tools: json, toolChoice: json }),
  fc.record({
    prompt: fc.constant('Hi'),
    tools: fc.array(fc.record({ name: fc.oneof(json, toolName), description: json, parameters: fc.oneof(json, parameters) })),
  }),
  fc.array(
    fc.record({ role: fc.oneof(json, fc.constantFrom('user', 'assistant', 'tool', 'system')), content: json, toolCallId: json }),
  ),
  fc.array(
    fc.record({
      role: fc.constantFrom('user', 'assistant', 'system', 'tool'),
      toolCallId: maybe(fc.constantFrom<unknown>('a', '', 5)),
      content: fc.array(
        fc.record(
          {
            type: fc.constantFrom('text', 'reasoning', 'tool-call', 'opaque', 'image', 'file'),
            text: fc.oneof(json, text),
            id: fc.oneof(json, fc.constant('a')),
            name: fc.oneof(json, text),
            arguments: json,
            argumentsText: fc.oneof(json, text),
            providerMetadata: fc.oneof(json, fc.dictionary(fc.constantFrom('anthropic', 'cohere', 'gemini', 'openai'), json)),
          },
          { requiredKeys: ['type'] },
        ),
        { maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  fc
    .tuple(fc.string({ minLength: 1 }), fc.dictionary(fc.oneof(fc.constantFrom(...SETTING_NAMES), fc.string()), json))
    .map(([prompt, settings]) => ({ ...settings, prompt })),
);
