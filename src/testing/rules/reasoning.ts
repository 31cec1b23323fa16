import assert from 'node:assert/strict';
import type { Effort, Json, Message, Reasoning } from '../../message.ts';
import type { Client, CompletionRequest, CompletionResponse } from '../../types.ts';
import { takesReasoning } from '../checks.ts';
import { WEATHER, withResults } from '../offered-tools.ts';
import type { Rule } from '../rule.ts';
import { PROMPT, type Subject } from '../subject.ts';

const EFFORTS: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];
const BUDGETS = [0, 1, 1024, 5000, 24_576, 1_000_000];

const MEASURES: readonly Reasoning[] = [
  ...EFFORTS.map((effort) => ({ effort })),
  ...BUDGETS.map((budgetTokens) => ({ budgetTokens })),
];

/** How much a model thinks, for clients that can ask for it. */
export const reasoning: readonly Rule[] = [
  {
    rule: 'asks for every effort and every budget in a way that the API takes, or refuses it before anything is sent',
    applies: takesReasoning,
    run: async (subject) => {
      for (const measure of MEASURES) {
        await asksOrRefuses(subject, { prompt: PROMPT, reasoning: measure });
        await asksOrRefuses(subject, { prompt: PROMPT, reasoning: measure, maxTokens: 3000 });
      }
    },
  },
  {
    rule: 'asks for no more thoughts by the effort none than by nothing',
    applies: takesReasoning,
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const client = subject.client();
        const { reasoning: unasked = '' } = await ask(client, PROMPT);
        for (const measure of [{ effort: 'none' as const }, { budgetTokens: 0 }]) {
          if (!sends(client, { prompt: PROMPT, reasoning: measure })) continue;
          const { reasoning: thought = '' } = await ask(client, { prompt: PROMPT, reasoning: measure });
          assert.ok(thought.length <= unasked.length, `${JSON.stringify(measure)} makes it think`);
        }
      }),
  },
  {
    rule: 'sends back byte for byte what only the provider understands of its thoughts',
    applies: takesReasoning,
    run: (subject) =>
      subject.eachWay([], async (ask) => {
        const client = subject.client();
        const request: CompletionRequest = {
          prompt: client.capabilities.has('tools') ? `Use ${WEATHER.name}.` : PROMPT,
          reasoning: { effort: 'high' },
          ...(client.capabilities.has('tools') && { tools: [WEATHER] }),
        };
        assertKept(client, request, await ask(client, request));
        assertKept(client, { ...request, prompt: PROMPT }, await ask(client, { ...request, prompt: PROMPT }));
      }),
  },
];

async function asksOrRefuses(subject: Subject, request: CompletionRequest): Promise<void> {
  const client = subject.client();
  if (!sends(client, request)) return;
  try {
    await client.complete(request);
  } catch (error) {
    const { reasoning: measure, maxTokens = 'no' } = request;
    throw new Error(`${JSON.stringify(measure)} with ${maxTokens} maxTokens: ${(error as Error).message}`, { cause: error });
  }
}

/** A refusal names what is refused, or what it can't go with. */
function sends(client: Client, request: CompletionRequest): boolean {
  try {
    client.encode(request);
    return true;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    assert.equal(code, 'INVALID_INPUT', `${message} should be a refusal`);
    assert.match(message, /reasoning|maxTokens/, 'the message must name the parameter');
    return false;
  }
}

function assertKept(
  client: Client,
  { prompt, messages: _none, ...request }: CompletionRequest,
  response: CompletionResponse,
): void {
  const next: Message = { role: 'user', content: 'Go on.' };
  const messages = [...withResults(prompt as string, response), ...(response.toolCalls.length > 0 ? [] : [next])];
  const sent = new Set(stringsIn(client.encode({ ...request, messages }).body));
  const own = response.message.content.flatMap(({ providerMetadata }) => stringsIn(providerMetadata?.[client.provider]));
  for (const one of own) assert.ok(sent.has(one), `"${one.slice(0, 40)}" is lost`);
}

/** Every text in a value, wherever it is. */
function stringsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
