import { describe, expect, it } from '@jest/globals';
import type { CompletionRequest, LLMError, Message, Part, RequestSettings } from '../../src/index.ts';
import { ProviderRegistry } from '../../src/registry/registry.ts';
import type { Client, EncodedRequest } from '../../src/types.ts';
import { hasSpecs, SPECIFIED, type SpecifiedProvider, violationsOf } from './violations.ts';

/** For slow machines: one of the descriptions takes a second to read. */
const PATIENCE_MS = 60_000;

const tools = [
  {
    name: 'get_weather',
    description: 'Tells the weather.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: ['integer', 'null'], minimum: 1 }, at: { $ref: '#/$defs/place' } },
      required: ['city'],
      additionalProperties: false,
      $defs: { place: { type: 'object', properties: { latitude: { type: 'number' } } } },
    },
  },
  { name: 'now' },
];

const place = {
  type: 'object',
  properties: { city: { type: 'string', minLength: 1 }, at: { anyOf: [{ $ref: '#/$defs/point' }, { type: 'null' }] } },
  required: ['city', 'at'],
  additionalProperties: false,
  $defs: {
    point: {
      type: 'object',
      properties: { latitude: { type: 'number', minimum: -90 } },
      required: ['latitude'],
      additionalProperties: false,
    },
  },
};

const SETTINGS: readonly RequestSettings[] = [
  { maxTokens: 50 },
  { temperature: 0 },
  { temperature: 0.7 },
  { topP: 0.9 },
  { topK: 40 },
  { stop: ['END'] },
  { stop: ['END', '\n\n'] },
  { seed: 7 },
  { presencePenalty: 0.5 },
  { frequencyPenalty: -0.5 },
  { user: 'user-1' },
  { tools },
  ...(['auto', 'none', 'required', { name: 'now' }] as const).map((toolChoice) => ({ tools, toolChoice })),
  ...(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const).map((effort) => ({ reasoning: { effort } })),
  ...[0, 1, 1024, 1_000_000].map((budgetTokens) => ({ reasoning: { budgetTokens } })),
  { responseFormat: { type: 'json' } },
  { responseFormat: { type: 'json_schema', name: 'place', schema: place } },
  { responseFormat: { type: 'json_schema', name: 'place', description: 'Where it is', schema: place, strict: false } },
];

const call = (id: string, name: string, args: object): Part => ({
  type: 'tool-call',
  id,
  name,
  arguments: { ...args },
  argumentsText: JSON.stringify(args),
});
const result = (toolCallId: string, content: string, more: Partial<Message> = {}): Message => ({
  role: 'tool',
  toolCallId,
  content,
  ...more,
});
const user: Message = { role: 'user', content: 'Do I need a coat in Oslo?' };
const cut: Part = { type: 'tool-call', id: 'b', name: 'get_weather', arguments: undefined, argumentsText: '{"city":"Os' };

const CONVERSATIONS: Record<string, Message[]> = {
  'a question': [user],
  'parts of text': [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Do I ' },
        { type: 'text', text: 'need it?' },
      ],
    },
  ],
  'speakers with names': [
    { ...user, name: 'ada' },
    { role: 'assistant', content: 'Yes.', name: 'bot' },
    { ...user, name: 'bob' },
  ],
  'an image': [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is it?' },
        { type: 'image', base64: 'iVBORw0KGgo=' },
      ],
    },
  ],
  'a text that is marked for the cache': [{ role: 'user', content: [{ type: 'text', text: 'Hi', cache: true }] }],
  'several system messages': [{ role: 'system', content: 'Be brief.' }, { role: 'system', content: 'Be kind.' }, user],
  'a system message in between': [user, { role: 'assistant', content: 'Yes.' }, { role: 'system', content: 'Be brief.' }, user],
  'earlier answers': [user, { role: 'assistant', content: [{ type: 'text', text: 'Yes.' }] }, user],
  'earlier reasoning': [
    user,
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'Cold?' },
        { type: 'text', text: 'Yes.' },
      ],
    },
    user,
  ],
  'calls and results': [
    user,
    { role: 'assistant', content: [call('a', 'get_weather', { city: 'Oslo' }), call('b', 'now', {})] },
    result('a', '{"degrees":-3}'),
    result('b', ''),
  ],
  'text and reasoning beside calls': [
    user,
    {
      role: 'assistant',
      content: [{ type: 'reasoning', text: 'Hm.' }, { type: 'text', text: 'Let me look.' }, call('call_1', 'now', {})],
    },
    result('call_1', '7:00', { name: 'now' }),
    { role: 'assistant', content: 'Yes.' },
    user,
  ],
  'a failed result': [
    user,
    { role: 'assistant', content: [call('a', 'now', {})] },
    result('a', 'the clock stands still', { isError: true }),
  ],
  'a call that was cut off': [user, { role: 'assistant', content: [cut] }, result('b', 'no JSON', { isError: true })],
  'an empty answer': [user, { role: 'assistant', content: [] }, user],
};

const registry = new ProviderRegistry({ env: {} });
const clientOf = (provider: string, config: object): Client => registry.create(provider, { apiKey: 'any-key', ...config });

/** The APIs that are described, and what makes a client speak them. */
const SPOKEN: readonly [what: string, provider: SpecifiedProvider, config: object][] = [
  ...SPECIFIED.map((provider): [string, SpecifiedProvider, object] => [provider, provider, {}]),
  ['openai, over chat completions,', 'openai', { api: 'chat' }],
];

/** The request that would be sent; `undefined` where the plugin refuses to, saying so. */
function encode(client: Client, request: CompletionRequest): EncodedRequest | undefined {
  try {
    return client.encode(request);
  } catch (error) {
    if ((error as Partial<LLMError>).code === 'INVALID_INPUT') return undefined;
    throw error;
  }
}

function violationsIn(provider: SpecifiedProvider, { url, body }: EncodedRequest): string[] {
  return violationsOf(provider, new URL(url).pathname, body);
}

/** Members whose own members are the caller's. */
const FREE = ['parameters', 'parametersJsonSchema', 'arguments', 'args', 'response', 'options'];

/** Every way to put a member that nobody knows into a body. */
function* withUnknownMembers(value: unknown, put: (changed: unknown) => unknown = (changed) => changed): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield put({ ...value, unheard_of: true });
  for (const [key, member] of Object.entries(value)) {
    if (FREE.includes(key)) continue;
    const replace = (changed: unknown) =>
      Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed };
    yield* withUnknownMembers(member, (changed) => put(replace(changed)));
  }
}

if (!hasSpecs) process.stdout.write('\nDescriptions of the APIs: skipped, because the folder ../shared/specs is not there\n');

(hasSpecs ? describe : describe.skip).each(SPOKEN)('what %s sends', (_what, provider, config) => {
  const client = clientOf(provider, config);

  it.each(SETTINGS)(
    'is what the description of its API lists, or is refused, with %j',
    (settings) => {
      const encoded = encode(client, { prompt: 'Some JSON, please', ...settings });
      if (encoded) expect(violationsIn(provider, encoded)).toEqual([]);
      else expect(settings).not.toHaveProperty('maxTokens');
    },
    PATIENCE_MS,
  );

  it.each(Object.entries(CONVERSATIONS))(
    'is what the description of its API lists with %s',
    (_what, messages) => {
      expect(violationsIn(provider, client.encode({ messages, tools }))).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'is what the description of its API lists with all settings at once that do not exclude each other',
    () => {
      const fitting = SETTINGS.filter(
        (settings) => !settings.reasoning && !settings.responseFormat && encode(client, { prompt: 'Hi', ...settings }),
      );
      // A call that is demanded excludes thoughts, and these the temperature.
      const request: CompletionRequest = Object.assign({ prompt: 'Hi' }, ...fitting, { toolChoice: 'auto' });
      expect(Object.keys(request).length).toBeGreaterThan(5);
      expect(violationsIn(provider, client.encode(request))).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'would not go unnoticed with a member that nobody knows, wherever it is',
    () => {
      const messages = CONVERSATIONS['text and reasoning beside calls'] as Message[];
      const { url, body } = client.encode({ messages, tools, maxTokens: 5, toolChoice: 'auto' });
      const changed = [...withUnknownMembers(JSON.parse(JSON.stringify(body)))];
      expect(changed.length).toBeGreaterThan(5);
      const unnoticed = changed.filter((one) => violationsOf(provider, new URL(url).pathname, one).length === 0);
      expect(unnoticed).toEqual([]);
    },
    PATIENCE_MS,
  );
});
