import type { Question, Turn } from '../answer.ts';
import { choice, flag, like, list, members, number, type Rule, record, someText, text, whole } from '../check.ts';
import { type ApiRequest, isMissing, type Problem } from '../wire.ts';
import type { Content, GeminiBody, GeminiPart } from './gemini-body.ts';
import { flawOf } from './gemini-flaws.ts';
import { camelCased, wordsOf } from './gemini-words.ts';

const RETIRED = ['gemini-pro', 'gemini-1.0-pro', 'gemini-1.5-flash', 'gemini-1.5-flash-8b', 'gemini-1.5-pro'];

const part = members({
  text,
  thought: flag,
  thoughtSignature: text,
  functionCall: members({ id: text, name: someText, args: record }, ['name']),
  functionResponse: members({ id: text, name: someText, response: record, parts: list(record) }, ['name', 'response']),
  inlineData: members({ mimeType: someText, data: like(/^[A-Za-z0-9+/_-]+={0,2}$/) }, ['mimeType', 'data']),
  fileData: members({ mimeType: text, fileUri: someText }, ['fileUri']),
  ...each(record, 'executableCode', 'codeExecutionResult', 'toolCall', 'toolResponse'),
  ...each(record, 'videoMetadata', 'mediaResolution', 'partMetadata'),
});

const thinkingConfig = members({
  includeThoughts: flag,
  thinkingBudget: whole({ least: -1 }),
  thinkingLevel: choice('MINIMAL', 'LOW', 'MEDIUM', 'HIGH', 'minimal', 'low', 'medium', 'high'),
});

const generationConfig = members({
  candidateCount: whole({ least: 1, most: 8 }),
  maxOutputTokens: whole({ least: 1 }),
  temperature: number({ least: 0, most: 2 }),
  topP: number({ least: 0, most: 1 }),
  topK: whole({ least: 0 }),
  seed: whole({ least: -(2 ** 31), most: 2 ** 31 - 1 }),
  stopSequences: list(text, { most: 5 }),
  presencePenalty: number({ least: -2, most: 2 }),
  frequencyPenalty: number({ least: -2, most: 2 }),
  responseMimeType: text,
  ...each(record, 'responseSchema', 'responseJsonSchema', 'responseFormat', 'speechConfig', 'imageConfig'),
  responseModalities: list(text),
  responseLogprobs: flag,
  logprobs: whole({ least: 0, most: 20 }),
  mediaResolution: text,
  thinkingConfig,
});

const declaration = members(
  {
    name: like(/^[a-zA-Z_][\w.:-]{0,127}$/),
    description: text,
    behavior: text,
    ...each(record, 'parameters', 'parametersJsonSchema', 'response', 'responseJsonSchema'),
  },
  ['name'],
);

const bodyRule = members(
  {
    contents: list(members({ role: choice('user', 'model'), parts: list(part, { least: 1 }) }, ['parts']), { least: 1 }),
    systemInstruction: members({ role: text, parts: list(part, { least: 1 }) }),
    generationConfig,
    tools: list(
      members({
        functionDeclarations: list(declaration),
        ...each(record, 'codeExecution', 'googleSearch', 'googleSearchRetrieval', 'urlContext', 'fileSearch', 'googleMaps'),
        computerUse: record,
        mcpServers: list(record),
      }),
    ),
    toolConfig: members({
      functionCallingConfig: members({
        mode: choice('AUTO', 'ANY', 'NONE', 'VALIDATED'),
        allowedFunctionNames: list(text),
      }),
      retrievalConfig: record,
      includeServerSideToolInvocations: flag,
    }),
    safetySettings: list(record),
    cachedContent: text,
    serviceTier: text,
    store: flag,
    model: text,
  },
  ['contents'],
);

/** What a request asks, or why it is refused. */
export function check({ path, body }: ApiRequest): Problem | Question {
  const [, resource = '', method = ''] = /\/v1beta\/(.+):(\w+)$/.exec(path) ?? [];
  const name = decodeURIComponent(resource);
  const model = name.replace(/^models\//, '');
  const asked = camelCased(body);
  const complaint = bodyRule(asked, '');
  if (complaint) return { status: 400, message: wordsOf(complaint, asked) };
  if (isMissing(model) || RETIRED.includes(model)) return { status: 404, message: missing(name, method) };
  const known = asked as unknown as GeminiBody;
  const flaw = flawOf(known, model);
  return flaw ? { status: 400, message: flaw } : questionOf(known, model, method.startsWith('stream'));
}

function questionOf(body: GeminiBody, model: string, stream: boolean): Question {
  const { contents, systemInstruction, generationConfig: config = {}, tools, toolConfig } = body;
  const { mode, allowedFunctionNames: allowed = [] } = toolConfig?.functionCallingConfig ?? {};
  const declared = (tools ?? []).flatMap(({ functionDeclarations = [] }) => functionDeclarations);
  const offered = allowed.length > 0 ? declared.filter((one) => allowed.includes(one.name)) : declared;
  const { includeThoughts = false } = config.thinkingConfig ?? {};
  const isJson = config.responseMimeType === 'application/json';
  return {
    model,
    turns: [
      ...(systemInstruction?.parts ? [{ role: 'system' as const, text: textOf(systemInstruction.parts) }] : []),
      ...contents.flatMap(turnsOf),
    ],
    stream,
    maxTokens: config.maxOutputTokens,
    stop: config.stopSequences,
    reasoning: includeThoughts,
    schema: isJson ? (config.responseJsonSchema ?? config.responseSchema ?? true) : undefined,
    tools: offered.map((one) => ({ name: one.name, parameters: one.parametersJsonSchema ?? one.parameters })),
    toolChoice: mode === 'NONE' ? 'none' : mode === 'ANY' ? choiceAmong(allowed) : 'auto',
  };
}

function choiceAmong([name, ...others]: readonly string[]): Question['toolChoice'] {
  return name !== undefined && others.length === 0 ? { name } : 'required';
}

/** The results of several calls stand in one content. */
function turnsOf({ role, parts }: Content): Turn[] {
  if (role === 'model') return [{ role: 'assistant', text: textOf(parts) }];
  const results = parts.flatMap(({ functionResponse }) => (functionResponse ? [functionResponse.response] : []));
  const turns: Turn[] = results.map((response) => ({ role: 'tool', text: resultOf(response) }));
  const media = parts.flatMap(({ inlineData, fileData }) => inlineData?.data ?? fileData?.fileUri ?? []);
  return results.length < parts.length ? [...turns, { role: 'user', text: textOf(parts), media }] : turns;
}

function resultOf({ output, error, ...others }: { output?: unknown; error?: unknown }): string {
  const written = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  if (error === undefined) return written(output ?? others);
  return /^error\b/i.test(written(error)) ? written(error) : `Error: ${written(error)}`;
}

function textOf(parts: readonly GeminiPart[]): string {
  return parts.map(({ text: said = '', thought }) => (thought ? '' : said)).join('');
}

function missing(name: string, method: string): string {
  return `${name} is not found for API version v1beta, or is not supported for ${method}. Call ModelService.ListModels to see the list of available models and their supported methods.`;
}

function each(rule: Rule, ...names: string[]): Record<string, Rule> {
  return Object.fromEntries(names.map((name) => [name, rule]));
}
