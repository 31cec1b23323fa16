import { argumentsOf, type JsonObject, type Message, type Part, type ToolCallPart, textOf } from '../../src/plugin.ts';
import { mediaPartOf } from './media.ts';

/**
 * Stands for the signature of a call that another model made: newer models refuse a first call without any. Named by the
 * [guide](https://ai.google.dev/gemini-api/docs/thought-signatures).
 */
const FOREIGN = 'skip_thought_signature_validator';

/** What the system says, all of it. */
export function systemOf(messages: readonly Message[], provider: string): JsonObject | undefined {
  const said = messages.filter(({ role }) => role === 'system');
  const parts = said.flatMap(({ content }) => partsOf(content, provider));
  return parts.length > 0 ? { parts } : undefined;
}

/** A conversation as [contents](https://ai.google.dev/api/caching#Content) of the user and the model. `signed`: the model looks at signatures. */
export function contentsOf(messages: readonly Message[], provider: string, signed: boolean): JsonObject[] {
  const contents: JsonObject[] = [];
  let calls: readonly ToolCallPart[] = [];
  let results: Message[] = [];
  const add = (role: string, parts: readonly JsonObject[]) => {
    // An answer can be empty, but is refused when it comes back.
    if (parts.length > 0) contents.push({ role, parts: [...parts] });
  };
  for (const message of messages) {
    const { role, content } = message;
    if (role === 'system') continue;
    if (role === 'tool') {
      results.push(message);
      continue;
    }
    add('user', encodeResults(results, calls, provider));
    results = [];
    calls = typeof content === 'string' ? [] : content.filter((part) => part.type === 'tool-call');
    const [first] = calls;
    const foreign = signed && !first?.providerMetadata?.[provider] ? first : undefined;
    add(role === 'user' ? role : 'model', partsOf(content, provider, foreign));
  }
  add('user', encodeResults(results, calls, provider));
  return contents;
}

/** The results of one turn stand in one content. Most models know them by their place, as they give no ids. */
function encodeResults(results: readonly Message[], calls: readonly ToolCallPart[], provider: string): JsonObject[] {
  const placeOf = ({ toolCallId }: Message) => calls.findIndex(({ id }) => id === toolCallId);
  const ordered = results.toSorted((a, b) => placeOf(a) - placeOf(b));
  return ordered.map((message) => {
    const { name, content, isError } = message;
    const given = calls[placeOf(message)]?.providerMetadata?.[provider]?.functionCall as { id?: string } | undefined;
    const text = textOf(content);
    return { functionResponse: { id: given?.id, name, response: isError ? { error: text } : { output: text } } };
  });
}

function partsOf(content: Message['content'], provider: string, foreign?: ToolCallPart): JsonObject[] {
  const parts: readonly Part[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  return parts.flatMap((part): JsonObject[] => {
    const own = part.providerMetadata?.[provider];
    switch (part.type) {
      case 'text':
        return part.text !== '' || own ? [{ ...own, text: part.text }] : [];
      case 'reasoning':
        // Only what Gemini thought: its metadata has the mark.
        return own ? [{ ...own, text: part.text }] : [];
      case 'tool-call':
        return [encodeCall(part, part === foreign ? { thoughtSignature: FOREIGN } : own)];
      case 'opaque':
        return own ? [own] : [];
      default:
        return [mediaPartOf(part, provider)];
    }
  });
}

/** Without the id that was made up for a call that has none, and without arguments where the API told none. */
function encodeCall(call: ToolCallPart, own: JsonObject | undefined): JsonObject {
  const { functionCall, ...rest } = own ?? {};
  const { args: none, ...told } = (functionCall ?? {}) as JsonObject;
  const args = argumentsOf(call);
  const isBare = none === null && Object.keys(args).length === 0;
  return { ...rest, functionCall: { ...told, name: call.name, ...(!isBare && { args }) } };
}
