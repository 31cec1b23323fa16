import { type ErrorDetails, ResponseError, type SchemaIssue } from '../errors.ts';
import { quote } from '../http/redact.ts';
import { checkJson, whyUncheckable } from '../json-check.ts';
import type { Json } from '../message.ts';
import type { CompletionResponse } from '../types.ts';
import type { AskedFormat } from './response-format.ts';

const MAX_ISSUES = 20;
/** How many of them a message tells. */
const MAX_TOLD = 5;
const LONGEST_PATH = 200;
const LONGEST_ISSUE = 200;
/** What a checker quotes is no longer, and longer texts are found by their parts. */
const LONGEST_QUOTED = 1000;

/** Why the answers to a request could not be checked. This is where Ajv is loaded, if the schema needs it. */
export function findUncheckable(asked: AskedFormat | undefined): string[] {
  if (asked?.format.type !== 'json_schema') return [];
  const why = whyUncheckable(asked.format.schema, asked.given);
  return why === undefined ? [] : [`responseFormat.schema: answers can not be checked by it: ${why}`];
}

/**
 * A whole answer with what it says, parsed and checked. One that calls tools need not say anything of use.
 *
 * @param said what the tool that the answer was asked for by was given, where it was called.
 * @throws {ResponseError} that holds the answer as `partial`, and none of it in its message.
 */
export async function parseAnswer(
  response: CompletionResponse,
  { format, given }: AskedFormat,
  said: string | undefined,
  told: ErrorDetails,
): Promise<CompletionResponse> {
  const fail = (what: string, details?: ErrorDetails) => new ResponseError(what, { ...told, ...details, partial: response });
  if (isRefusal(response)) throw fail('the model refused to answer, or its answer was filtered', { reason: 'content_filter' });
  const callsTools = response.toolCalls.length > 0;
  const parsed = parse(said ?? response.content);
  if ('flaw' in parsed) {
    if (callsTools) return response;
    const isCut = response.finishReason === 'length';
    throw fail(isCut ? 'the answer was cut off by the limit of tokens before its JSON was whole; raise maxTokens' : parsed.flaw);
  }
  if (format.type === 'json') return { ...response, parsed: parsed.value };

  const checked = await checkJson(parsed.value, format.schema, given).catch((cause: unknown) => {
    throw fail(`the check of the schema "${format.name}" threw an error of its own`, { cause });
  });
  if (!checked.issues) return { ...response, parsed: checked.value as Json };
  if (callsTools) return response;
  const issues = withoutValues(checked.issues.slice(0, MAX_ISSUES), parsed.value);
  const why = issues.length > 0 ? `: ${toldOf(issues)}` : ', without a word of its check why';
  throw fail(`the answer does not fit the schema "${format.name}"${why}`, { issues });
}

/** By the reason, or by the mark of an API that tells refusals apart from other text. */
function isRefusal({ finishReason, message, provider }: CompletionResponse): boolean {
  return (
    finishReason === 'content_filter' ||
    message.content.some(({ type, providerMetadata }) => type === 'text' && providerMetadata?.[provider]?.refusal === true)
  );
}

/** White space round the JSON, and a fence, are no part of it. */
function parse(text: string): { value: Json } | { flaw: string } {
  const bare = text.trim();
  if (bare === '') return { flaw: 'the answer is empty, though responseFormat asks for JSON' };
  let value: Json;
  try {
    value = JSON.parse(unfenced(bare));
  } catch {
    // Not the parser's own words: they quote the answer.
    return { flaw: 'the answer is no JSON, though responseFormat asks for it' };
  }
  try {
    return { value: structuredClone(value) };
  } catch {
    return { flaw: 'the answer is JSON, but nested too deep to be copied or written' };
  }
}

function unfenced(text: string): string {
  const fence = /^(?:`{3,}|~{3,})/.exec(text)?.[0];
  const isFenced = fence && text.length >= 2 * fence.length && text.endsWith(fence);
  return isFenced ? text.slice(fence.length, -fence.length).replace(/^[^\S\n]*json\w*/i, '') : text;
}

/** A checker may quote what it was given, and what is quoted may be long. */
function withoutValues(issues: readonly SchemaIssue[], value: Json): SchemaIssue[] {
  const texts = textsIn(value);
  const short = texts.filter(({ length }) => length <= LONGEST_QUOTED);
  return issues.map(({ path, message }) => ({
    path: cut(path, LONGEST_PATH),
    message: cut(quote(String(message), short, texts), LONGEST_ISSUE),
  }));
}

/** Without recursion, as an answer may be deep. */
function textsIn(value: Json): string[] {
  const texts: string[] = [];
  const open: (Json | undefined)[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string') texts.push(next);
    else if (typeof next === 'object' && next !== null) for (const one of Object.values(next)) open.push(one);
  }
  return texts;
}

function toldOf(issues: readonly SchemaIssue[]): string {
  const told = issues.slice(0, MAX_TOLD).map(({ path, message }) => `${path} ${message}`.trim());
  return issues.length > MAX_TOLD ? `${told.join('; ')}; and more` : told.join('; ');
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/\p{Cs}$/u, '')}…`;
}
