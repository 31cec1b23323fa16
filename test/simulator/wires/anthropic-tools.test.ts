import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { ask, eventsOf, type Loose } from '../ask.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const user = (content: unknown) => ({ role: 'user', content });
const json = async (body: object): Promise<Loose> => JSON.parse((await ask(simulator, 'anthropic', body)).text);
const streamed = async (body: object) => eventsOf((await ask(simulator, 'anthropic', { ...body, stream: true })).text);

const schema = { type: 'object', properties: { city: { type: 'string' } } };
const weather = { name: 'get_weather', description: 'Tells the weather.', input_schema: schema };
const now = { name: 'now', input_schema: { type: 'object' } };
const tools = [weather, now];
const both = { tools, messages: [user('Use get_weather and now.')] };

describe('an answer with calls', () => {
  it('is tool_use blocks alone, each with an id of its own', async () => {
    const { content, stop_reason, usage } = await json(both);
    expect(content).toEqual([
      { type: 'tool_use', id: expect.stringMatching(/^toolu_\w{24}$/), name: 'get_weather', input: { city: expect.any(String) } },
      { type: 'tool_use', id: expect.stringMatching(/^toolu_\w{24}$/), name: 'now', input: {} },
    ]);
    expect(content[0].id).not.toBe(content[1].id);
    expect(stop_reason).toBe('tool_use');
    expect(usage.output_tokens).toBeGreaterThan(2);
  });

  it('streams input as pieces of JSON behind an empty one, and none for no arguments', async () => {
    const { content } = await json(both);
    const events = await streamed(both);
    const starts = events.filter(({ type }) => type === 'content_block_start');
    expect(starts.map(({ content_block }) => content_block)).toEqual(content.map((block: object) => ({ ...block, input: {} })));
    const pieces = (at: number) =>
      events.filter(({ type, index }) => type === 'content_block_delta' && index === at).map(({ delta }) => delta.partial_json);
    expect(pieces(0)[0]).toBe('');
    expect(pieces(0).length).toBeGreaterThan(3);
    expect(JSON.parse(pieces(0).join(''))).toEqual(content[0].input);
    expect(pieces(1).join('')).toBe('');
    const stops = events.filter(({ type }) => type === 'content_block_stop').map(({ index }) => index);
    expect(stops).toEqual([0, 1]);
    expect(events.at(-2).delta.stop_reason).toBe('tool_use');
  });

  it('begins with thinking where that is asked for', async () => {
    const thinking = { type: 'adaptive' };
    const { content } = await json({ ...both, thinking });
    expect(content.map(({ type }: Loose) => type)).toEqual(['thinking', 'tool_use', 'tool_use']);
    const starts = (await streamed({ ...both, thinking })).filter(({ type }) => type === 'content_block_start');
    expect(starts.map(({ index, content_block }) => [index, content_block.type])).toEqual([
      [0, 'thinking'],
      [1, 'tool_use'],
      [2, 'tool_use'],
    ]);
  });

  it('lacks a call whose input is cut off, which a stream has in part', async () => {
    const cut = { ...both, max_tokens: 3 };
    expect(await json(cut)).toMatchObject({ content: [], stop_reason: 'max_tokens', usage: { output_tokens: 3 } });
    const events = await streamed(cut);
    const told = events.map(({ delta }) => delta?.partial_json ?? '').join('');
    expect(told).toMatch(/^\{"city/);
    expect(() => JSON.parse(told)).toThrow();
    expect(events.at(-3).type).toBe('content_block_stop');
  });
});

describe('a choice', () => {
  const names = async (tool_choice: object, text = 'Use get_weather and now.') => {
    const { content } = await json({ tools, tool_choice, messages: [user(text)] });
    return content.map(({ type, name }: Loose) => name ?? type);
  };

  it('is obeyed', async () => {
    expect(await names({ type: 'auto' })).toEqual(['get_weather', 'now']);
    expect(await names({ type: 'auto', disable_parallel_tool_use: true })).toEqual(['get_weather']);
    expect(await names({ type: 'none' })).toEqual(['text']);
    expect(await names({ type: 'any' }, 'Hello')).toEqual(['get_weather']);
    expect(await names({ type: 'tool', name: 'now' }, 'Hello')).toEqual(['now']);
  });

  it("is never a tool that is the provider's own", async () => {
    const body = { tools: [{ type: 'web_search_20250305', name: 'web_search' }], messages: [user('Use web_search.')] };
    expect(await json(body)).toMatchObject({ content: [{ type: 'text' }] });
  });

  const forced = { tools, tool_choice: { type: 'any' } };
  const own = (tool: object) => ({ tools: [tool] });

  it.each<[object, string]>([
    [own({ input_schema: schema }), 'tools.0.custom.name: Field required'],
    [own({ ...weather, name: 'get.weather' }), "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'"],
    [own({ name: 'get_weather' }), 'tools.0.custom.input_schema: Field required'],
    [own({ ...weather, input_schema: true }), 'tools.0.custom.input_schema: Input does not match the expected shape.'],
    [own({ ...weather, input_schema: {} }), 'tools.0.custom.input_schema.type: Field required'],
    [own({ ...weather, input_schema: { type: 'string' } }), "tools.0.custom.input_schema.type: Input should be 'object'"],
    [own({ ...weather, parameters: schema }), 'tools.0.custom.parameters: Extra inputs are not permitted'],
    [{ tools: [weather, weather] }, 'tools: Tool names must be unique.'],
    [{ tool_choice: { type: 'auto' } }, '`tool_choice` may only be specified while providing `tools`.'],
    [{ tools, tool_choice: 'auto' }, 'tool_choice: Input should be a valid object'],
    [{ tools, tool_choice: { type: 'required' } }, "tool_choice.type: Input should be 'auto' or 'any' or 'none' or 'tool'"],
    [{ tools, tool_choice: { type: 'tool' } }, 'tool_choice.tool.name: Field required'],
    [{ tools, tool_choice: { type: 'tool', name: 'nothing' } }, "Tool 'nothing' not found in provided tools"],
    [{ ...forced, thinking: { type: 'adaptive' } }, 'Thinking may not be enabled when tool_choice forces tool use.'],
  ])('or a tool is refused: %j', async (body, message) => {
    const { status, text } = await ask(simulator, 'anthropic', body);
    expect(status).toBe(400);
    expect(JSON.parse(text).error).toEqual({ type: 'invalid_request_error', message });
  });

  it('may force a model that does not think', async () => {
    expect((await ask(simulator, 'anthropic', { ...forced, thinking: { type: 'disabled' } })).status).toBe(200);
  });
});
