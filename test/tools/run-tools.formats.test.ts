import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type ResponseFormat, runTools } from '../../src/index.ts';
import type { Wire } from '../../src/provider.ts';
import { deltaClient } from '../support/delta-client.ts';
import { finish, text } from '../support/delta-wire.ts';
import { failureOf } from '../support/failure.ts';
import { type FakeAnswer, FakeTransport } from '../support/fake-transport.ts';
import { byTool, formatWire } from '../support/format-wire.ts';
import { calling, whole } from '../support/tool-answers.ts';

const schema = z.object({ coat: z.boolean() });
const format: ResponseFormat = { type: 'json_schema', name: 'advice', schema };
const oslo = calling('weather', { city: 'Oslo' });
const yes = whole(text('{"coat":true}'));

function start(answers: FakeAnswer[], wire: Wire = formatWire(), asked: object = {}) {
  const transport = new FakeTransport(...answers);
  const request = { prompt: 'Do I need a coat?', tools: [{ name: 'weather' }], responseFormat: format, ...asked };
  const run = runTools(deltaClient(transport, {}, { wire }), request, { handlers: { weather: () => 'rain' } });
  return { run, sent: () => transport.requests.map(({ body }) => JSON.parse(body ?? '')) };
}

describe('runTools with a format of the answer', () => {
  it('gives what the last answer says, parsed, however many call tools before it', async () => {
    const { run, sent } = start([whole(oslo), whole(text('Let me look again.'), oslo), yes]);
    const { response, steps } = await run;
    expect(response.parsed).toEqual({ coat: true });
    expect(steps.map((step) => step.response.parsed)).toEqual([undefined, undefined, { coat: true }]);
    for (const body of sent()) expect(body.responseFormat).toMatchObject({ type: 'json_schema', name: 'advice' });
  });

  it('gives it where the answer is asked for by a tool, of which the handlers know nothing', async () => {
    const { run, sent } = start([whole(oslo), whole(calling('advice', { coat: true }), finish('tool_calls'))], byTool);
    const { response, messages } = await run;
    expect(response).toMatchObject({ parsed: { coat: true }, toolCalls: [], finishReason: 'stop' });
    expect(messages.at(-1)).toMatchObject({ role: 'assistant', content: [{ type: 'text', text: '{"coat":true}' }] });
    for (const body of sent()) {
      expect(body.tools.map(({ name }: { name: string }) => name)).toEqual(['weather', 'advice']);
      expect(body.toolChoice).toBe('required');
    }
  });

  it('gives nothing where the run ends with a call', async () => {
    const transport = new FakeTransport(whole(oslo));
    const client = deltaClient(transport, {}, { wire: formatWire() });
    const request = { prompt: 'Hi', tools: [{ name: 'weather' }], responseFormat: format };
    const { response } = await runTools(client, request, { handlers: { weather: () => 'rain' }, maxSteps: 2 });
    expect(response.parsed).toBeUndefined();
  });

  it('fails where the last answer is in another form, and keeps what there is', async () => {
    const { run } = start([whole(oslo), whole(text('Yes!'))]);
    expect(await failureOf(run)).toMatchObject({ code: 'LLM_RESPONSE', partial: { content: 'Yes!' } });
    expect(run.steps).toHaveLength(1);
    expect(run.messages).toHaveLength(3);
  });

  it('is refused before anything is sent where the two can not be met together', async () => {
    const { run, sent } = start([yes], byTool, { toolChoice: 'required' });
    expect((await failureOf(run)).message).toContain('toolChoice: must be auto or none beside responseFormat');
    const clash = start([yes], byTool, { responseFormat: { ...format, name: 'weather' } });
    expect((await failureOf(clash.run)).message).toContain('a tool is called "weather" too');
    expect([...sent(), ...clash.sent()]).toEqual([]);
  });
});
