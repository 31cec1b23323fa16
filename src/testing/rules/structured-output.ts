import assert from 'node:assert/strict';
import type { Json, JsonObject, ResponseFormat } from '../../message.ts';
import type { StandardResult, StandardSchema } from '../../standard-schema.ts';
import type { Client, CompletionRequest, CompletionResponse, RequestSettings } from '../../types.ts';
import { assertRefused, assertSame, failureOf, readThrough } from '../checks.ts';
import { WEATHER, withResults } from '../offered-tools.ts';
import type { Rule } from '../rule.ts';
import { type Ask, type Subject, truthOf } from '../subject.ts';

/** Some APIs give JSON only where a message asks for it. */
const PROMPT = 'Report as JSON on the seventeen violet elephants of marker 5e2b90.';

/** All that a strict mode demands, and nothing that one refuses. */
const SCHEMA: JsonObject = {
  type: 'object',
  properties: {
    place: { type: 'string', description: 'Where they went' },
    count: { type: 'integer' },
    found: { type: 'boolean' },
    mood: { type: 'string', enum: ['calm', 'wild'] },
    herds: {
      type: 'array',
      items: {
        type: 'object',
        properties: { leader: { type: 'string' } },
        required: ['leader'],
        additionalProperties: false,
      },
    },
  },
  required: ['place', 'count', 'found', 'mood', 'herds'],
  additionalProperties: false,
};

const REPORT: ResponseFormat = { type: 'json_schema', name: 'report', schema: SCHEMA };
const JSON_ALONE: ResponseFormat = { type: 'json' };

/** A library's schema of the same, which answers so to every value. */
function standard(validate: (value: unknown) => StandardResult): ResponseFormat {
  const schema: StandardSchema = {
    '~standard': { version: 1, vendor: 'plugboard', validate, jsonSchema: { input: () => SCHEMA } },
  };
  return { type: 'json_schema', name: 'report', schema };
}

/** Whether a client sends a request like this. */
function sends(client: Client, settings: RequestSettings): boolean {
  try {
    client.encode({ prompt: PROMPT, ...settings });
    return true;
  } catch {
    return false;
  }
}

const takesReport = (client: Client) => sends(client, { responseFormat: REPORT });
const takesJson = (client: Client) => sends(client, { responseFormat: JSON_ALONE });

/** What the simulator says in a format: as its text, or as what it gives to the tool that it is asked by. */
function truthsOf(format: ResponseFormat): Json[] {
  const isAny = format.type === 'json';
  const tool = isAny ? { name: 'json', parameters: { type: 'object' } } : { name: 'report', parameters: SCHEMA };
  const { calls } = truthOf(PROMPT, { tools: [tool], toolChoice: { name: tool.name } });
  return [JSON.parse(truthOf(PROMPT, { schema: isAny || SCHEMA }).text), ...calls.map((call) => call.arguments as Json)];
}

function assertParsed({ parsed, content, toolCalls, finishReason }: CompletionResponse, format: ResponseFormat): void {
  const truths = truthsOf(format).map((truth) => JSON.stringify(truth));
  assert.ok(truths.includes(JSON.stringify(parsed)), `parsed is not what the provider says: ${JSON.stringify(parsed)}`);
  assertSame(JSON.parse(content), parsed, 'content must be the JSON that parsed is');
  assertSame(toolCalls, [], 'an answer in a format is no call of a tool');
  assert.equal(finishReason, 'stop');
}

const givesFormat = (format: ResponseFormat) => (subject: Subject) =>
  subject.eachWay({}, async (ask) => {
    const response = await ask(subject.client(), { prompt: PROMPT, responseFormat: format });
    assertParsed(response, format);
    const again = { messages: [user, response.message, user], responseFormat: format };
    assert.ok((await ask(subject.client(), again)).parsed, 'an answer in a format must go back into messages as it is');
  });

const user = { role: 'user' as const, content: PROMPT };

/** What both ways of asking fail with, in the same words. */
async function refusedBy(subject: Subject, request: CompletionRequest, says: RegExp): Promise<void> {
  await subject.eachWay({}, async (ask) => {
    const error = await failureOf(ask(subject.client(), request));
    assert.equal(error.code, 'LLM_RESPONSE');
    assert.match(error.message, says);
    assert.equal(subject.simulator.requests.length, 1, 'an answer in another form must not be asked for again');
    assert.equal(typeof error.partial?.content, 'string', 'the error must hold the answer');
  });
}

async function bothBeside(subject: Subject, ask: Ask): Promise<void> {
  const client = subject.client();
  const request = { tools: [WEATHER], responseFormat: REPORT };
  const prompt = `Ask get_weather first. ${PROMPT}`;
  const called = await ask(client, { prompt, ...request });
  assert.deepEqual(
    called.toolCalls.map(({ name }) => name),
    [WEATHER.name],
  );
  assert.equal(called.parsed, undefined, 'an answer that calls a tool says nothing yet');
  const answer = await ask(client, { messages: withResults(prompt, called), ...request });
  assert.deepEqual(Object.keys((answer.parsed ?? {}) as JsonObject).sort(), Object.keys(SCHEMA.properties as JsonObject).sort());
}

/** What is said in the form that was asked for. */
export const structuredOutput: readonly Rule[] = [
  {
    rule: 'tells by the capability json whether it takes a format of the answer',
    async run(subject) {
      const client = subject.client();
      assert.equal(client.capabilities.has('json'), takesReport(client) || takesJson(client));
    },
  },
  {
    rule: 'refuses a format that the API does not give, before anything is sent',
    applies: (client) => !(takesReport(client) && takesJson(client)),
    async run(subject) {
      await subject.eachWay({}, async (ask) => {
        for (const responseFormat of [REPORT, JSON_ALONE]) {
          if (sends(subject.client(), { responseFormat })) continue;
          const error = await failureOf(ask(subject.client(), { prompt: PROMPT, responseFormat }));
          assertRefused(subject, error, /responseFormat/);
        }
      });
    },
  },
  { rule: 'gives JSON that fits a schema, parsed', applies: takesReport, run: givesFormat(REPORT) },
  { rule: 'gives any JSON, parsed', applies: takesJson, run: givesFormat(JSON_ALONE) },
  {
    rule: 'streams an answer in a format as text, piece by piece',
    applies: takesReport,
    async run(subject) {
      subject.simulate({});
      const stream = subject.client().stream({ prompt: PROMPT, responseFormat: REPORT });
      const { events, text } = await readThrough(stream);
      assertParsed(await stream.response, REPORT);
      assertSame(JSON.parse(text), (await stream.response).parsed);
      const types = new Set(events.map(({ type }) => type));
      assertSame(
        [...types].filter((type) => type.startsWith('tool-call')),
        [],
      );
    },
  },
  {
    rule: "gives what a library's schema makes of the answer",
    applies: takesReport,
    run: (subject) =>
      subject.eachWay({}, async (ask) => {
        const responseFormat = standard((value) => ({ value: { read: value } }));
        const { content, parsed } = await ask(subject.client(), { prompt: PROMPT, responseFormat });
        assertSame(parsed, { read: JSON.parse(content) });
      }),
  },
  {
    rule: 'shows the schema in a dry run',
    applies: takesReport,
    async run(subject) {
      const shown = JSON.stringify(subject.client().encode({ prompt: PROMPT, responseFormat: REPORT }).body);
      for (const name of [...Object.keys(SCHEMA.properties as JsonObject), 'leader', 'Where they went', 'wild'])
        assert.ok(shown.includes(`"${name}"`), `the schema that is sent lacks "${name}"`);
    },
  },
  {
    rule: 'refuses a schema that answers can not be checked by, before anything is sent',
    applies: takesReport,
    async run(subject) {
      await subject.eachWay({}, async (ask) => {
        for (const wrong of [
          { type: 'text' },
          { ...SCHEMA, properties: { ...(SCHEMA.properties as JsonObject), place: { $ref: '#/nowhere' } } },
        ]) {
          const responseFormat = { type: 'json_schema', name: 'report', schema: wrong, strict: false } as const;
          assertRefused(subject, await failureOf(ask(subject.client(), { prompt: PROMPT, responseFormat })), /responseFormat/);
        }
      });
    },
  },
  {
    rule: 'fails with what does not fit where an answer does not fit the schema',
    applies: takesReport,
    async run(subject) {
      const place = { type: 'string', pattern: '[0-9]{5}' };
      const schema = { ...SCHEMA, properties: { ...(SCHEMA.properties as JsonObject), place } };
      const pattern: ResponseFormat = { type: 'json_schema', name: 'report', schema, strict: false };
      const issues = standard(() => ({ issues: [{ message: 'is no place', path: ['place'] }] }));
      await refusedBy(subject, { prompt: PROMPT, responseFormat: issues }, /does not fit the schema "report": place is no place/);
      if (sends(subject.client(), { responseFormat: pattern }))
        await refusedBy(
          subject,
          { prompt: PROMPT, responseFormat: pattern },
          /does not fit the schema "report": place must match/,
        );
    },
  },
  {
    rule: 'says to raise maxTokens where an answer in a format is cut off by them',
    applies: (client) => takesReport(client) && sends(client, { responseFormat: REPORT, maxTokens: 5 }),
    run: (subject) => refusedBy(subject, { prompt: PROMPT, responseFormat: REPORT, maxTokens: 5 }, /cut off .*maxTokens/),
  },
  {
    rule: 'gives an answer in a format once the tools beside it are called',
    applies: (client) => client.capabilities.has('tools') && sends(client, { responseFormat: REPORT, tools: [WEATHER] }),
    run: (subject) => subject.eachWay({}, (ask) => bothBeside(subject, ask)),
  },
];
