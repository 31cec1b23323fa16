import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type {
  CallOptions,
  Client,
  CompletionInput,
  CompletionRequest,
  CompletionResponse,
  CompletionStream,
  Json,
  Message,
  Part,
  StandardSchema,
} from '../../src/index.ts';
import { deltaClient } from '../support/delta-client.ts';
import { FakeTransport } from '../support/fake-transport.ts';

// What is tested here is that the compiler takes, or refuses, each line. Nothing is sent, as nobody calls these functions.

const client = deltaClient(new FakeTransport());
const place = z.object({ city: z.string(), day: z.string().transform((text) => new Date(text)) });
const format = <Schema>(schema: Schema) => ({ type: 'json_schema', name: 'place', schema }) as const;

const year = (day: Date | undefined) => day?.getFullYear();
const plain = (value: Json | undefined) => value;

describe('the type of parsed', () => {
  it("is what a schema library's schema gives", () => {
    const whole = async () => {
      const { parsed } = await client.complete({ prompt: 'Hi', responseFormat: format(place) });
      // @ts-expect-error: the schema has no country
      parsed?.country;
      // @ts-expect-error: a model that calls a tool gives none
      parsed.city;
      return year(parsed?.day);
    };
    const streamed = async () => {
      const stream = client.stream({ messages: [], responseFormat: { type: 'json_schema', name: 'place', schema: place } });
      for await (const event of stream) if (event.type === 'finish') year(event.response.parsed?.day);
      return year((await stream.response).parsed?.day);
    };
    expect([whole, streamed]).toHaveLength(2);
  });

  it('is JSON for all else', () => {
    const whole = async (request: CompletionRequest) => {
      plain((await client.complete(request)).parsed);
      plain((await client.complete('Hi')).parsed);
      plain((await client.chat([])).parsed);
      plain((await client.complete({ prompt: 'Hi', responseFormat: { type: 'json' } })).parsed);
      plain((await client.complete({ prompt: 'Hi', responseFormat: format({ type: 'object' }) })).parsed);
      return plain((await client.stream(request).response).parsed);
    };
    expect(whole).toBeDefined();
  });

  it('is not known where the schema does not tell', () => {
    const whole = async () => {
      const { parsed } = await client.complete({ prompt: 'Hi', responseFormat: format(place as StandardSchema) });
      // @ts-expect-error: it may be anything
      parsed.city;
      return parsed;
    };
    expect(whole).toBeDefined();
  });
});

describe('a request', () => {
  it('is checked by the compiler', () => {
    const requests = () => {
      // @ts-expect-error: a format has a type
      client.complete({ prompt: 'Hi', responseFormat: { name: 'place' } });
      // @ts-expect-error: json_schema has a schema
      client.complete({ prompt: 'Hi', responseFormat: { type: 'json_schema', name: 'place' } });
      // @ts-expect-error: a prompt stands for messages
      client.complete({ prompt: 'Hi', messages: [], responseFormat: format(place) });
    };
    expect(requests).toBeDefined();
  });
});

describe('a request that nobody may change', () => {
  it('is one like any other', () => {
    const requests = (history: readonly Message[], parts: readonly Part[], input: readonly string[]) => {
      const content = [{ type: 'text', text: 'Hi' }] as const;
      const request = { messages: [{ role: 'user', content }], stop: ['.'], reasoning: { effort: 'low' } } as const;
      client.complete(request);
      client.stream(request.messages);
      client.chat([...history, { role: 'user', content: parts }]);
      client.chat(history);
      client.complete({ messages: history, stop: input });
      client.embed({ input });
      return client.rerank({ query: 'Hi', documents: input });
    };
    expect(requests).toBeDefined();
  });
});

describe('a client of a class of its own', () => {
  it('needs to know nothing of formats', () => {
    class Echo implements Pick<Client, 'complete' | 'stream'> {
      async complete(request: CompletionInput, options?: CallOptions): Promise<CompletionResponse> {
        return client.complete(request, options);
      }

      stream(input: CompletionInput, options?: CallOptions): CompletionStream {
        return client.stream(input, options);
      }
    }
    const pass = (made: Pick<Client, 'complete' | 'stream'>) => made;
    expect(pass(new Echo())).toBeInstanceOf(Echo);
  });
});
