import {
  type CallOptions,
  CLIENTS,
  type Client,
  type ClientOverrides,
  type Clients,
  type CompletionInput,
  type CompletionResponse,
  type CompletionStream,
  type LLMError,
  type Message,
  provider,
  type ResolvedConfig,
  type StreamEvent,
} from '../../src/plugin.ts';

interface FirstConfig extends ResolvedConfig {
  readonly of: readonly string[];
}

/** A policy: asks one client of the config file after the other, and gives the first answer. */
@provider({
  name: 'first-that-answers',
  apiVersion: 1,
  schema: {
    properties: { of: { type: 'array', items: { type: 'string' }, minItems: 1 } },
    required: ['of'],
  },
})
export class FirstThatAnswers {
  static readonly inject = [CLIENTS];
  readonly #clients: Clients;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  create({ of }: FirstConfig): Client {
    const [first, ...others] = of.map(this.#clients);
    return new FirstClient(first as Client, others);
  }
}

/** What the caller did, nobody else will answer better. */
const FINAL = new Set(['CONTEXT_CANCELED', 'INVALID_INPUT']);

const isFinal = (error: unknown) => FINAL.has((error as LLMError).code);

class FirstClient implements Client {
  readonly provider = 'first-that-answers';
  readonly model: string;
  readonly capabilities: Client['capabilities'];
  readonly #first: Client;
  readonly #others: readonly Client[];

  constructor(first: Client, others: readonly Client[]) {
    this.model = first.model;
    this.capabilities = first.capabilities;
    this.#first = first;
    this.#others = others;
  }

  complete<Parsed>(request: CompletionInput<Parsed>, options?: CallOptions): Promise<CompletionResponse<Parsed>> {
    return this.#ask((client) => client.complete(request, options));
  }

  chat(messages: Message[], options?: CallOptions) {
    return this.complete<never>({ messages }, options) as Promise<CompletionResponse>;
  }

  stream<Parsed>(input: CompletionInput<Parsed>, options?: CallOptions): CompletionStream<Parsed> {
    return new FirstStream([this.#first, ...this.#others].map((client) => client.stream(input, options)));
  }

  embed: Client['embed'] = (request, options) => this.#ask((client) => client.embed(request, options));
  rerank: Client['rerank'] = (request, options) => this.#ask((client) => client.rerank(request, options));
  listModels: Client['listModels'] = (options) => this.#ask((client) => client.listModels(options));
  isAvailable: Client['isAvailable'] = async (options) => (await this.checkAvailability(options)).available;
  checkAvailability: Client['checkAvailability'] = (options) => this.#first.checkAvailability(options);
  encode: Client['encode'] = (request) => this.#first.encode(request);

  with(overrides: ClientOverrides): Client {
    return new FirstClient(
      this.#first.with(overrides),
      this.#others.map((client) => client.with(overrides)),
    );
  }

  async #ask<T>(ask: (client: Client) => Promise<T>): Promise<T> {
    let answer = ask(this.#first);
    for (const client of this.#others) {
      answer = answer.catch((error) => (isFinal(error) ? Promise.reject(error) : ask(client)));
    }
    return answer;
  }
}

/** Once one of them has told something, it is its answer. */
class FirstStream<Parsed> implements CompletionStream<Parsed> {
  /** None of them sends anything before it is read. */
  readonly #streams: readonly CompletionStream<Parsed>[];
  readonly #events: AsyncGenerator<StreamEvent<Parsed>>;
  #whole: CompletionResponse<Parsed> | undefined;

  constructor(streams: readonly CompletionStream<Parsed>[]) {
    this.#streams = streams;
    this.#events = this.#read();
  }

  [Symbol.asyncIterator]() {
    return this.#events;
  }

  get text(): AsyncIterable<string> {
    return this.#texts();
  }

  get response(): Promise<CompletionResponse<Parsed>> {
    return this.#readWhole();
  }

  abort(reason?: unknown): void {
    for (const stream of this.#streams) stream.abort(reason);
  }

  toReadableStream(): ReadableStream<StreamEvent<Parsed>> {
    return ReadableStream.from(this.#events);
  }

  async *#read(): AsyncGenerator<StreamEvent<Parsed>> {
    let failure: unknown;
    for (const stream of this.#streams) {
      let isTold = false;
      try {
        for await (const event of stream) {
          isTold = true;
          if (event.type === 'finish') this.#whole = event.response;
          yield event;
        }
        return;
      } catch (error) {
        if (isTold || isFinal(error)) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  async *#texts(): AsyncGenerator<string> {
    for await (const event of this.#events) if (event.type === 'text') yield event.text;
  }

  async #readWhole(): Promise<CompletionResponse<Parsed>> {
    for await (const _event of this.#events);
    return this.#whole as CompletionResponse<Parsed>;
  }
}
