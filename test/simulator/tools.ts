import { type Api, eventsOf, type Loose } from './ask.ts';

/** A call as a client sees it, however the API writes it. */
export interface SeenCall {
  /** The API's own; `undefined` where it has none. */
  id?: string | undefined;
  name: string;
  arguments: unknown;
  /** In how many events of a stream the arguments came. */
  pieces: number;
}

/** The tools of all tests. */
export const TOOLS = [
  {
    name: 'get_weather',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer' }, unit: { enum: ['C', 'F'] } },
    },
  },
  { name: 'get_time', parameters: { type: 'object', properties: { zone: { type: 'string' } } } },
];

export type Choice = 'auto' | 'none' | 'required' | { name: string };

/** How one API speaks of tools, written after its documentation and not after the simulator. */
interface Speech {
  /** The tools as members of a body. */
  tools: object;
  /** Left out where the API has no such choice. */
  choice(choice: Choice): object | undefined;
  /** A conversation of one question. */
  ask(text: string): object;
  /** That conversation, the whole answer to it, and the results. */
  answer(text: string, body: Loose, results: readonly string[]): object;
  whole(body: Loose): SeenCall[];
  /** The calls in the events of a stream. */
  streamed(events: Loose[]): SeenCall[];
}

const user = (content: unknown) => ({ role: 'user', content });
const functions = TOOLS.map((tool) => ({ type: 'function', function: tool }));
const parsed = ({ id, name, text, pieces }: { id?: string; name: string; text: string; pieces: number }): SeenCall => ({
  id,
  name,
  arguments: JSON.parse(text),
  pieces,
});

/** Puts together what came in pieces, by the place of each call. */
function gather(pieces: readonly { at: number; id?: string; name?: string; text?: string }[]): SeenCall[] {
  const calls: { id?: string; name: string; text: string; pieces: number }[] = [];
  for (const { at, id, name, text = '' } of pieces) {
    const call = calls[at] ?? { name: '', text: '', pieces: 0 };
    calls[at] = {
      ...call,
      ...(id && { id }),
      name: call.name || (name ?? ''),
      text: call.text + text,
      pieces: call.pieces + (text ? 1 : 0),
    };
  }
  return calls.map(parsed);
}

const chat: Speech = {
  tools: { tools: functions },
  choice: (choice) => ({
    tool_choice: typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } },
  }),
  ask: (text) => ({ messages: [user(text)] }),
  answer(text, { choices: [{ message }] }, results) {
    const told = results.map((content, at) => ({ role: 'tool', tool_call_id: message.tool_calls[at].id, content }));
    return { messages: [user(text), message, ...told] };
  },
  whole: ({ choices: [{ message }] }) =>
    (message.tool_calls ?? []).map(({ id, function: called }: Loose) =>
      parsed({ id, name: called.name, text: called.arguments, pieces: 1 }),
    ),
  streamed(events) {
    const lists = events.map((event) => event.choices[0]?.delta.tool_calls ?? []);
    return gather(
      lists.flatMap((list) =>
        list.map(({ index, id, function: called }: Loose, place: number) => ({
          at: index ?? place,
          id,
          name: called.name,
          text: called.arguments,
        })),
      ),
    );
  },
};

/** A call can't be demanded of a model that thinks, and these think unless they are told not to. */
const thinker: Speech = { ...chat, choice: (choice) => ({ ...chat.choice(choice), thinking: { type: 'disabled' } }) };

const responses: Speech = {
  tools: { tools: TOOLS.map((tool) => ({ type: 'function', strict: false, ...tool })) },
  choice: (choice) => ({ tool_choice: typeof choice === 'string' ? choice : { type: 'function', ...choice } }),
  ask: (text) => ({ input: [user(text)] }),
  answer(text, { output }, results) {
    const told = results.map((result, at) => ({ type: 'function_call_output', call_id: output[at].call_id, output: result }));
    return { input: [user(text), ...output, ...told] };
  },
  whole: ({ output }) =>
    output
      .filter(({ type }: Loose) => type === 'function_call')
      .map(({ call_id: id, name, arguments: written }: Loose) => parsed({ id, name, text: written, pieces: 1 })),
  streamed: (events) =>
    gather(
      events.flatMap(({ type, output_index: at, item, delta }) => {
        if (type === 'response.output_item.added' && item.name) return { at, id: item.call_id, name: item.name };
        return type === 'response.function_call_arguments.delta' ? { at, text: delta } : [];
      }),
    ),
};

const anthropic: Speech = {
  tools: { tools: TOOLS.map(({ name, parameters }) => ({ name, input_schema: parameters })) },
  choice: (choice) => ({
    tool_choice: typeof choice === 'object' ? { type: 'tool', ...choice } : { type: choice === 'required' ? 'any' : choice },
  }),
  ask: (text) => ({ messages: [user(text)] }),
  answer(text, { content }, results) {
    const calls = content.filter(({ type }: Loose) => type === 'tool_use');
    const told = results.map((result, at) => ({ type: 'tool_result', tool_use_id: calls[at].id, content: result }));
    return { messages: [user(text), { role: 'assistant', content }, user(told)] };
  },
  whole: ({ content }) =>
    content
      .filter(({ type }: Loose) => type === 'tool_use')
      .map(({ id, name, input }: Loose) => ({ id, name, arguments: input, pieces: 1 })),
  streamed: (events) =>
    gather(
      events.flatMap(({ type, index: at, content_block: block, delta }) => {
        if (type === 'content_block_start' && block.type === 'tool_use') return { at, id: block.id, name: block.name };
        return delta?.type === 'input_json_delta' ? { at, text: delta.partial_json } : [];
      }),
    ).filter(Boolean),
};

const cohere: Speech = {
  tools: { tools: functions },
  choice: (choice) => (choice === 'auto' ? {} : typeof choice === 'string' ? { tool_choice: choice.toUpperCase() } : undefined),
  ask: (text) => ({ messages: [user(text)] }),
  answer(text, { message }, results) {
    const told = results.map((content, at) => ({ role: 'tool', tool_call_id: message.tool_calls[at].id, content }));
    return { messages: [user(text), message, ...told] };
  },
  whole: ({ message }) => chat.whole({ choices: [{ message }] }),
  streamed: (events) =>
    gather(
      events.flatMap(({ index: at, delta }) => {
        const call = delta?.message?.tool_calls;
        return call?.function ? { at, id: call.id, name: call.function.name, text: call.function.arguments } : [];
      }),
    ),
};

/** Version 1 has types of its own, and no ids: a call comes back beside its result. */
const inCohereV1 = ({ tool_calls }: Loose): SeenCall[] =>
  (tool_calls ?? []).map(({ name, parameters }: Loose) => ({ name, arguments: parameters, pieces: 1 }));
const cohereV1: Speech = {
  tools: {
    tools: [
      {
        name: 'get_weather',
        parameter_definitions: {
          city: { type: 'str' },
          days: { type: 'int' },
          unit: { type: 'str', description: 'Possible enum values: C, F.' },
        },
      },
      { name: 'get_time', parameter_definitions: { zone: { type: 'str' } } },
    ],
  },
  choice: (choice) => (choice === 'auto' ? {} : undefined),
  ask: (message) => ({ message }),
  answer: (message, { tool_calls }, results) => ({
    message: '',
    chat_history: [
      { role: 'USER', message },
      { role: 'CHATBOT', message: '', tool_calls },
    ],
    tool_results: results.map((result, at) => ({ call: tool_calls[at], outputs: [{ result }] })),
  }),
  whole: inCohereV1,
  streamed: (events) => inCohereV1(events.findLast(({ event_type }) => event_type === 'stream-end')?.response ?? {}),
};

const inGemini = ({ candidates }: Loose): SeenCall[] =>
  (candidates?.[0]?.content?.parts ?? []).flatMap(({ functionCall }: Loose) =>
    functionCall ? { id: functionCall.id, name: functionCall.name, arguments: functionCall.args, pieces: 1 } : [],
  );
const modes = { auto: 'AUTO', none: 'NONE', required: 'ANY' };
const gemini: Speech = {
  tools: { tools: [{ functionDeclarations: TOOLS }] },
  choice: (choice) => ({
    toolConfig: {
      functionCallingConfig:
        typeof choice === 'string' ? { mode: modes[choice] } : { mode: 'ANY', allowedFunctionNames: [choice.name] },
    },
  }),
  ask: (text) => ({ contents: [{ role: 'user', parts: [{ text }] }] }),
  answer(text, body, results) {
    const { content } = body.candidates[0];
    const calls = inGemini(body);
    const parts = results.map((output, at) => ({
      functionResponse: { id: calls[at]?.id, name: calls[at]?.name, response: { output } },
    }));
    return { contents: [{ role: 'user', parts: [{ text }] }, content, { role: 'user', parts }] };
  },
  whole: inGemini,
  streamed: (events) => events.flatMap(inGemini),
};

const inOllama = ({ message }: Loose): SeenCall[] =>
  (message?.tool_calls ?? []).map(({ id, function: { name, arguments: args } }: Loose) => ({
    id,
    name,
    arguments: args,
    pieces: 1,
  }));
const ollama: Speech = {
  ...chat,
  choice: (choice) => (choice === 'auto' ? {} : undefined),
  answer(text, { message }, results) {
    const told = results.map((content, at) => ({ role: 'tool', tool_name: message.tool_calls[at].function.name, content }));
    return { messages: [user(text), message, ...told] };
  },
  whole: inOllama,
  streamed: (events) => events.flatMap(inOllama),
};

/** The APIs that know tools. */
export const SPEECHES: Partial<Record<Api, Speech>> = {
  anthropic,
  cohere,
  'cohere-v1': cohereV1,
  gemini,
  huggingface: chat,
  openai: chat,
  'openai-responses': responses,
  deepseek: thinker,
  siliconflow: chat,
  kimi: thinker,
  'azure-openai': chat,
  ollama,
};

/** The calls that a stream makes. */
export function streamedCalls({ streamed }: Speech, text: string): SeenCall[] {
  return streamed(eventsOf(text));
}
