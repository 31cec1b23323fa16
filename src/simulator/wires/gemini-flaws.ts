import { type Content, type GeminiBody, type GeminiPart, isSigning, sign } from './gemini-body.ts';
import { limitFlaw } from './gemini-limits.ts';

/** They stand for the signature of a call that another model made. */
const UNSIGNED = ['skip_thought_signature_validator', 'context_engineering_is_the_way_to_go'];

/** What a well-formed request breaks. */
export function flawOf(body: GeminiBody, model: string): string | undefined {
  return (
    partFlaw(body) ?? toolFlaw(body) ?? limitFlaw(body, model) ?? callFlaw(body.contents) ?? signatureFlaw(body.contents, model)
  );
}

function partFlaw({ contents }: GeminiBody): string | undefined {
  for (const [index, { parts }] of contents.entries()) {
    const empty = parts.findIndex(
      ({ thought: _thought, thoughtSignature: _signature, ...data }) => Object.keys(data).length === 0,
    );
    if (empty < 0) continue;
    return `* GenerateContentRequest.contents[${index}].parts[${empty}].data: required oneof field 'data' must have one initialized field\n`;
  }
  return undefined;
}

function toolFlaw({ tools = [], toolConfig }: GeminiBody): string | undefined {
  const names = tools.flatMap(({ functionDeclarations = [] }) => functionDeclarations.map(({ name }) => name));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice) return `Duplicate function declaration found: ${twice}`;
  const { mode, allowedFunctionNames = [] } = toolConfig?.functionCallingConfig ?? {};
  if (mode === 'ANY' && names.length === 0) return 'Function calling config is set without function_declarations.';
  const place = '* GenerateContentRequest.tool_config.function_calling_config.allowed_function_names';
  if (allowedFunctionNames.length > 0 && mode !== 'ANY' && mode !== 'VALIDATED')
    return `${place}: only allowed when mode is ANY\n`;
  const strange = allowedFunctionNames.find((name) => !names.includes(name));
  return strange === undefined ? undefined : `${place}: ${strange} is not declared in function_declarations\n`;
}

/** The calls of a turn have their results right behind them, in one content or several. What the API ran itself has them beside. */
function callFlaw(contents: readonly Content[]): string | undefined {
  let open = 0;
  let isOpen = false;
  for (const { role, parts } of contents) {
    const results = count(parts, 'functionResponse');
    const calls = count(parts, 'functionCall');
    if (role !== 'model' && results > 0) {
      if (!isOpen) return 'Please ensure that function response turn comes immediately after a function call turn.';
      open -= results;
      continue;
    }
    if (open !== 0) return UNEVEN;
    isOpen = calls > results;
    open = Math.max(0, calls - results);
  }
  return open === 0 ? undefined : UNEVEN;
}

const UNEVEN =
  'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.';

function count(parts: readonly GeminiPart[], kind: 'functionCall' | 'functionResponse'): number {
  return parts.filter((part) => part[kind] !== undefined).length;
}

/** The first call of each step since the user last spoke needs one; whichever is there must be of its part. */
function signatureFlaw(contents: readonly Content[], model: string): string | undefined {
  const spoke = contents.findLastIndex(({ role, parts }) => role !== 'model' && parts.some(({ text }) => text !== undefined));
  for (const [index, { role, parts }] of contents.entries()) {
    if (role !== 'model') continue;
    if (parts.some(isForged)) return 'Corrupted thought signature.';
    const first = parts.find(({ functionCall }) => functionCall);
    if (index < spoke || !isSigning(model) || !first || first.thoughtSignature) continue;
    return `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call \`default_api:${first.functionCall?.name}\` , position ${index + 1}. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.`;
  }
  return undefined;
}

function isForged(part: GeminiPart): boolean {
  const { thoughtSignature: signature, functionCall, text } = part;
  if (signature === undefined || (!functionCall && text === undefined)) return false;
  return signature !== sign(part) && !UNSIGNED.includes(signature);
}
