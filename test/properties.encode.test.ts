import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidInputError } from '../src/errors.ts';
import type { JsonObject, Message } from '../src/message.ts';
import type { Client, CompletionInput, CompletionRequest } from '../src/types.ts';
import { ALL, clientOf, DIALECTS, wireOf } from './support/built-in-apis.ts';
import { anyRequest, validRequest } from './support/requests.ts';

/** The same cases in every run. */
fc.configureGlobal({ seed: 20261122, numRuns: 60 });

/** The body of a request; `undefined` where it is refused. Anything but `InvalidInputError` is thrown. */
function encoded(client: Client, request: unknown): JsonObject | undefined {
  try {
    const { body } = client.encode(request as CompletionInput);
    expect(JSON.parse(JSON.stringify(body))).toEqual(expect.any(Object));
    return body;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    expect(error.message).toMatch(/^\[[\w-]+\] ./);
    return undefined;
  }
}

/** Words that are found nowhere else. */
const word = fc.stringMatching(/^[a-z]{12}$/);
const callId = fc.oneof(fc.constantFrom('functions.f:0', '0', 'x'.repeat(50)), word);

/** Calls, results that may be errors, and words around them: what every API with tools takes. */
const plainTurns: fc.Arbitrary<Message[]> = fc
  .record({
    asked: word,
    answer: word,
    plan: fc.option(word, { nil: undefined }),
    calls: fc.array(fc.record({ id: callId, name: word, value: word, result: word, isError: fc.boolean() }), { maxLength: 3 }),
  })
  .map(({ asked, answer, plan, calls }) => [
    { role: 'user', content: asked },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: plan ?? 'Well.' },
        ...calls.map(({ id, name, value }) => ({
          type: 'tool-call' as const,
          id,
          name,
          arguments: { value },
          argumentsText: JSON.stringify({ value }),
        })),
      ],
    },
    ...calls.map(({ id, result, isError }) => ({ role: 'tool' as const, toolCallId: id, content: result, isError })),
    { role: 'assistant', content: answer },
  ]);

const plainRequest: fc.Arbitrary<{ request: CompletionRequest; words: string[] }> = fc
  .record({
    system: word,
    turns: fc.array(plainTurns, { minLength: 1, maxLength: 3 }),
    last: word,
    tool: word,
    description: word,
    property: word,
  })
  .map(({ system, turns, last, tool, description, property }) => {
    const messages: Message[] = [{ role: 'system', content: system }, ...turns.flat(), { role: 'user', content: last }];
    const parameters = { type: 'object', properties: { [property]: { type: 'string', description } }, required: [property] };
    const words = JSON.stringify(messages).match(/\b[a-z]{12}\b/g) ?? [];
    const ids = messages.flatMap(({ toolCallId }) => toolCallId ?? []);
    return {
      request: { messages, tools: [{ name: tool, description, parameters }] },
      words: [...words.filter((found) => !ids.includes(found)), tool, description, property],
    };
  });

describe.each(ALL)('the wire of $label', (one) => {
  const wire = wireOf(one);
  // Many speak one dialect, and differ in a few facts.
  const numRuns = DIALECTS.includes(one) ? 80 : 20;
  const client = clientOf(one);

  it('encodes any valid request, or refuses it with InvalidInputError, and changes nothing of it', () => {
    let count = 0;
    fc.assert(
      fc.property(validRequest(wire, one.provider), (request) => {
        const before = structuredClone(request);
        if (encoded(client, request)) count += 1;
        expect(request).toEqual(before);
      }),
      { numRuns },
    );
    if (one.dialect !== 'ollama generate') expect(count).toBeGreaterThan(0);
  });

  it('refuses any other request with nothing but InvalidInputError', () => {
    fc.assert(
      fc.property(anyRequest, (request) => void encoded(client, request)),
      { numRuns },
    );
  });

  const withTools = wire.capabilities.includes('tools') ? it : it.skip;

  withTools('refuses no plain conversation with tools, and loses no word of it', () => {
    fc.assert(
      fc.property(plainRequest, ({ request, words }) => {
        const body = JSON.stringify(client.encode(request).body);
        for (const said of words) expect(body).toContain(said);
      }),
      { numRuns: numRuns / 2 },
    );
  });

  withTools('sends each result with the id of its call, if ids are sent at all, and ids that the API takes', () => {
    fc.assert(
      fc.property(plainRequest, ({ request }) => {
        const ids = idsIn(client.encode(request).body);
        for (const { calls, results } of ids) {
          expect([...results].sort()).toEqual([...calls].sort());
          expect(new Set(calls).size).toBe(calls.length);
          for (const id of calls) expect(id).toMatch(wire.toolCallIds ?? /./);
        }
      }),
      { numRuns: numRuns / 2 },
    );
  });
});

/** The ids of calls and of results of an OpenAI-like or Anthropic-like body, turn by turn. */
function idsIn(body: JsonObject): { calls: string[]; results: string[] }[] {
  const turns: { calls: string[]; results: string[] }[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { type, id, tool_use_id, tool_call_id, tool_calls } = value as Record<string, unknown>;
    if (Array.isArray(tool_calls)) {
      turns.push({ calls: tool_calls.flatMap((call) => (typeof call.id === 'string' ? [call.id] : [])), results: [] });
    }
    if (type === 'tool_use') turns.push({ calls: [String(id)], results: [] });
    const answered = tool_use_id ?? tool_call_id;
    if (typeof answered === 'string') turns.findLast(({ calls }) => calls.includes(answered))?.results.push(answered);
    for (const member of Object.values(value)) look(member);
  };
  look(body.messages);
  return turns;
}
