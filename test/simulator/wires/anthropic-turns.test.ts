import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { turnsOf } from '../../../src/simulator/wires/anthropic-turns.ts';
import { ask } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const question = { role: 'user', content: 'How is the weather?' };
const use = (id: string) => ({ type: 'tool_use', id, name: 'get_weather', input: {} });
const result = (id: string, more: object = { content: 'sunny' }) => ({ type: 'tool_result', tool_use_id: id, ...more });
const calls = (...ids: string[]) => ({ role: 'assistant', content: ids.map(use) });
const results = (...content: object[]) => ({ role: 'user', content });

describe('results of tools', () => {
  it.each([
    [[question, calls('a', 'b'), results(result('b'), result('a'))]],
    [[question, calls('a'), results(result('a', {}), { type: 'text', text: 'Well?' })]],
    [[question, calls('a'), results(result('a')), question]],
    [[question, calls('a'), results(result('a')), calls('b'), results(result('b', { content: [], is_error: false }))]],
  ])('answer all calls of the message before them: %j', async (messages) => {
    expect((await ask(simulator, 'anthropic', { messages })).status).toBe(200);
  });

  const unexpected = 'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.';
  const missing = 'Each `tool_use` block must have a corresponding `tool_result` block in the next message.';

  it.each<[string, object[], string]>([
    [
      'an orphan',
      [results(result('a'))],
      `messages.0.content.0: unexpected \`tool_use_id\` found in \`tool_result\` blocks: a. ${unexpected}`,
    ],
    [
      'one that comes late',
      [question, calls('a'), results(result('a')), results(result('a'))],
      `messages.3.content.0: unexpected \`tool_use_id\` found in \`tool_result\` blocks: a. ${unexpected}`,
    ],
    [
      'none',
      [question, calls('a', 'b'), question],
      `messages.1: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: a, b. ${missing}`,
    ],
    [
      'too few',
      [question, calls('a', 'b'), results(result('b'))],
      `messages.1: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: a. ${missing}`,
    ],
    [
      'none at the end',
      [question, calls('a')],
      `messages.1: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: a. ${missing}`,
    ],
    ['two of one call', [question, calls('a'), results(result('a'), result('a'))], 'each tool_use must have a single result.'],
    ['ids that repeat', [question, calls('a', 'a'), results(result('a'))], 'messages: `tool_use` ids must be unique'],
    [
      'ids that repeat over turns',
      [question, calls('a'), results(result('a')), calls('a'), results(result('a'))],
      'messages: `tool_use` ids must be unique',
    ],
    [
      'ids of another form',
      [question, calls('a:0'), results(result('a:0'))],
      "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
    ],
    [
      'an error without words',
      [question, calls('a'), results(result('a', { is_error: true }))],
      'messages.2.content.0: content cannot be empty if `is_error` is true',
    ],
    [
      'input that is no object',
      [question, { role: 'assistant', content: [{ ...use('a'), input: '{}' }] }, results(result('a'))],
      'messages.1.content.0.tool_use.input: Input should be a valid object',
    ],
    ['a result of nothing', [results({ type: 'tool_result' })], 'messages.0.content.0.tool_result.tool_use_id: Field required'],
  ])('are refused: %s', async (_what, messages, message) => {
    const { status, text } = await ask(simulator, 'anthropic', { messages });
    expect(status).toBe(400);
    expect(JSON.parse(text).error).toEqual({ type: 'invalid_request_error', message: expect.stringContaining(message) });
  });
});

describe('a message', () => {
  it('is a turn for each of its results, and one for its text', () => {
    const blocks = [
      result('a', { content: 'no such city', is_error: true }),
      result('b', { content: [{ type: 'text', text: 'Error 7' }], is_error: true }),
      result('c'),
    ];
    const told = [
      { role: 'tool', text: 'Error: no such city' },
      { role: 'tool', text: 'Error 7' },
      { role: 'tool', text: 'sunny' },
    ];
    expect(turnsOf({ role: 'user', content: blocks })).toEqual(told);
    expect(turnsOf({ role: 'user', content: [...blocks, { type: 'text', text: 'Well?' }] })).toEqual([
      ...told,
      { role: 'user', text: 'Well?' },
    ]);
  });

  it('is one turn where it has no results, though it may have no text', () => {
    expect(turnsOf({ role: 'user', content: 'Hi' })).toEqual([{ role: 'user', text: 'Hi' }]);
    expect(turnsOf({ role: 'assistant', content: [use('a')] })).toEqual([{ role: 'assistant', text: '' }]);
  });
});
