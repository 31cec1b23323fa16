import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  type CompletionRequest,
  type RunToolsOptions,
  runTools,
  type StandardSchema,
  type Tool,
  type ToolHandler,
  type ToolHandlers,
  type ToolRun,
} from '../../src/index.ts';
import { deltaClient } from '../support/delta-client.ts';
import { FakeTransport } from '../support/fake-transport.ts';

// What is tested here is that the compiler takes, or refuses, each call. None of these runs begins, as nobody awaits one.

const client = deltaClient(new FakeTransport());
const prompt = 'Hi';
const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const place = z.object({ city: z.string(), day: z.string().transform((text) => new Date(text)) });
const text = (value: string) => value;
const date = (value: Date) => value;

describe('the types of runTools', () => {
  it('know the handlers of tools that stand in the request', () => {
    const tools = [{ name: 'weather', parameters: city }, { name: 'clock' }] as const;
    runTools(client, { prompt, tools }, { handlers: { weather: ({ city }) => text(city), clock: () => 7 } });
    runTools(
      client,
      { prompt, tools: [{ name: 'weather', description: 'The weather.', parameters: city }, { name: 'clock' }] },
      { handlers: { weather: ({ city }) => text(city), clock: (_args, { signal }) => signal.aborted } },
    );
    // @ts-expect-error: the handler of the clock is missing
    runTools(client, { prompt, tools: [{ name: 'weather' }, { name: 'clock' }] }, { handlers: { weather: () => 1 } });
    // @ts-expect-error: no tool is called wether
    runTools(client, { prompt, tools: [{ name: 'weather' }] }, { handlers: { weather: () => 1, wether: () => 1 } });
    // @ts-expect-error: a handler is a function
    runTools(client, { prompt, tools: [{ name: 'weather' }] }, { handlers: { weather: 'rain' } });
    // @ts-expect-error: handlers must be given
    runTools(client, { prompt, tools: [{ name: 'weather' }] }, {});
    expect(tools).toHaveLength(2);
  });

  it('take any annotation of arguments that JSON Schema tells', () => {
    const { weather }: ToolHandlers<[{ name: 'weather'; parameters: object }]> = {
      weather: ({ city }: { city: string }) => city,
    };
    runTools(client, { prompt, tools: [{ name: 'weather', parameters: city }] }, { handlers: { weather } });
    expect(weather).toBeDefined();
  });

  it("know the arguments of a schema library's schema as it gives them", () => {
    const handlers = { weather: ({ city, day }: z.output<typeof place>) => [text(city), date(day)] };
    runTools(client, { prompt, tools: [{ name: 'weather', parameters: place }] }, { handlers });
    runTools(
      client,
      { prompt, tools: [{ name: 'weather', parameters: z.object({ city: z.string(), days: z.number().default(1) }) }] },
      { handlers: { weather: ({ city, days }) => [text(city), days.toFixed()] } },
    );
    runTools(
      client,
      { prompt, tools: [{ name: 'weather', parameters: place }] },
      // @ts-expect-error: the day is a Date
      { handlers: { weather: ({ day }) => text(day) } },
    );
    runTools(
      client,
      { prompt, tools: [{ name: 'weather', parameters: place }] },
      // @ts-expect-error: the schema has no country
      { handlers: { weather: ({ country }) => country } },
    );
    expect(handlers).toBeDefined();
  });

  it('know nothing of the arguments of a schema that does not tell', () => {
    const parameters = place as StandardSchema;
    const handlers: ToolHandlers<[{ name: 'weather'; parameters: StandardSchema }]> = { weather: ({ city }) => text(city) };
    runTools(client, { prompt, tools: [{ name: 'weather', parameters }] }, { handlers });
    expect(parameters).toBe(place);
  });

  it('take any handlers where the names are not known', () => {
    const tools: Tool[] = [{ name: 'weather' }];
    const loose = { prompt, tools: [{ name: 'weather', parameters: city }, { name: 'clock' }] };
    const handlers: Record<string, ToolHandler> = { weather: ({ city }) => text(city) };
    runTools(client, { prompt, tools }, { handlers });
    runTools(client, { prompt, tools }, { handlers: { weather: ({ city }) => text(city) } });
    runTools(client, loose, { handlers: { weather: ({ city }) => text(city), clock: () => 7 } });
    runTools(client, { prompt }, { handlers });
    runTools(client, { prompt, tools: undefined }, { handlers });
    runTools(client, { prompt, tools: [] }, { handlers: {} });
    const pass = (request: CompletionRequest, options: RunToolsOptions): ToolRun => runTools(client, request, options);
    pass({ prompt, tools }, { handlers });
    expect(tools).toHaveLength(1);
  });

  it('ask for no handler of a tool that may not be offered', () => {
    const weather = { name: 'weather', parameters: city } as const;
    const clock = { name: 'clock' } as const;
    const tools = [weather, ...(prompt === 'Hi' ? [] : [clock])];
    runTools(client, { prompt, tools }, { handlers: { weather: ({ city }) => text(city) } });
    // @ts-expect-error: no tool is called wether
    runTools(client, { prompt, tools }, { handlers: { wether: () => 1 } });
    expect(tools).toHaveLength(1);
  });

  it('know what is no request', () => {
    // @ts-expect-error: a tool has a name
    runTools(client, { prompt, tools: [{ description: 'The weather.' }] }, { handlers: {} });
    // @ts-expect-error: a tool has no such member
    runTools(client, { prompt, tools: [{ name: 'weather', descripton: 'The weather.' }] }, { handlers: { weather: () => 1 } });
    // @ts-expect-error: a prompt stands for messages
    runTools(client, { prompt, messages: [], tools: [{ name: 'weather' }] }, { handlers: { weather: () => 1 } });
    // @ts-expect-error: a request has no such member
    runTools(client, { prompt, temprature: 1, tools: [{ name: 'weather' }] }, { handlers: { weather: () => 1 } });
    expect(client.provider).toBe('delta');
  });
});
