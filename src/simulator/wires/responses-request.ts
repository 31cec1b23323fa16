import type { JsonObject } from '../../message.ts';
import { digest, type Question, type Turn } from '../answer.ts';
import { type ApiRequest, isMissing, type Problem } from '../wire.ts';
import { refuseLikeOpenai } from './openai-refusals.ts';
import { bodyRule, type ContentPart, type InputItem, type ResponsesBody } from './responses-body.ts';

/** What a request asks, or why it is refused. */
export function checkResponses({ body }: ApiRequest): Problem | Question {
  const complaint = bodyRule(body, '');
  if (complaint) {
    const value = complaint.path.split('.').reduce((found: unknown, name) => (found as JsonObject | undefined)?.[name], body);
    return refuseLikeOpenai({ ...complaint, value });
  }
  const asked = body as unknown as ResponsesBody;
  return flawOf(asked, itemsOf(asked)) ?? questionOf(asked);
}

/** What stands for the thoughts of an answer: nobody can read it, and nobody else can make it. */
export function encrypted(id: string): string {
  return `gAAAAA${digest('encrypted', id)}`;
}

/** Whether a model shows or hides its thoughts, it counts them. */
function isThinking({ reasoning }: ResponsesBody): boolean {
  return Boolean(reasoning?.effort) && reasoning?.effort !== 'none';
}

function itemsOf({ input }: ResponsesBody): InputItem[] {
  return typeof input === 'string' ? [{ role: 'user', content: input }] : input;
}

function flawOf(asked: ResponsesBody, items: readonly InputItem[]): Problem | undefined {
  const { model, tools, tool_choice: chosen, text } = asked;
  if (isMissing(model)) return refusal(`The requested model '${model}' does not exist.`, 'model', 'model_not_found');
  if (typeof chosen === 'object' && chosen && !tools?.some(({ name }) => name === chosen.name))
    return refusal(`Tool choice 'function' not found in 'tools' parameter.`, 'tool_choice');
  if (chosen === 'required' && !tools?.length)
    return refusal("Tool choice 'required' must be specified with 'tools' parameter.", 'tool_choice');
  const said = items.map(({ content }) => partsOf(content).map((part) => part.text ?? '')).flat(2);
  if (text?.format?.type === 'json_object' && !/json/i.test(said.join('\n')))
    return refusal(
      "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.",
      'input',
    );
  return (
    callFlaw(items) ??
    thoughtFlaw(items) ??
    items
      .flatMap(({ content }) => partsOf(content))
      .map(mediaFlaw)
      .find(Boolean)
  );
}

/** Each call must have a result somewhere behind it, and each result a call before it. */
function callFlaw(items: readonly InputItem[]): Problem | undefined {
  const open = new Set<string>();
  for (const { type, call_id = '' } of items) {
    if (type === 'function_call') open.add(call_id);
    if (type === 'function_call_output' && !open.delete(call_id))
      return refusal(`No tool call found for function call output with call_id ${call_id}.`, 'input');
  }
  const [lacking] = open;
  return lacking === undefined ? undefined : refusal(`No tool output found for function call ${lacking}.`, 'input');
}

/** Nothing is kept here, so thoughts come back encrypted, unchanged, and before what they led to. */
function thoughtFlaw(items: readonly InputItem[]): Problem | undefined {
  for (const [index, { type, id, encrypted_content: sealed }] of items.entries()) {
    if (type !== 'reasoning') continue;
    const next = items[index + 1];
    const isFollowed = next && (next.type === 'function_call' || next.type === 'reasoning' || next.role === 'assistant');
    if (!isFollowed)
      return refusal(`Item '${id}' of type 'reasoning' was provided without its required following item.`, 'input');
    if (!sealed) {
      const message = `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`;
      return { ...refusal(message, 'input'), status: 404 };
    }
    if (sealed !== encrypted(id ?? ''))
      return refusal(`The encrypted content for item ${id} could not be verified.`, null, 'invalid_encrypted_content');
  }
  return undefined;
}

function mediaFlaw({ type, image_url, file_url, file_data }: ContentPart): Problem | undefined {
  if (type === 'input_image' && !/^(https?:\/\/|data:image\/(png|jpe?g|gif|webp);base64,[A-Za-z0-9+/]+=*$)/.test(image_url ?? ''))
    return refusal('The image data you provided does not represent a valid image.', 'input', 'invalid_image');
  const isFile = /^data:[\w.+-]+\/[\w.+-]+;base64,[A-Za-z0-9+/]+=*$/.test(file_data ?? '') || /^https?:\/\//.test(file_url ?? '');
  return type === 'input_file' && !isFile
    ? refusal('The file data is missing or malformed.', 'input', 'invalid_file')
    : undefined;
}

function questionOf(asked: ResponsesBody): Question {
  const { model, instructions, tools, tool_choice: chosen, text } = asked;
  const first: Turn[] = instructions ? [{ role: 'system', text: instructions }] : [];
  const { type, schema } = text?.format ?? { type: 'text' };
  return {
    model,
    turns: [...first, ...itemsOf(asked).flatMap(turnOf)],
    stream: asked.stream ?? false,
    maxTokens: asked.max_output_tokens ?? undefined,
    reasoning: isThinking(asked),
    tools: tools?.map(({ name, parameters }) => ({ name, parameters })),
    toolChoice: chosen ?? undefined,
    parallelCalls: asked.parallel_tool_calls ?? undefined,
    schema: type === 'json_schema' ? schema : type === 'json_object',
  };
}

function turnOf({ type, role, content, output }: InputItem): Turn[] {
  if (type === 'function_call_output') return [{ role: 'tool', text: textIn(output) }];
  // Results that came before a call are not those that the last question is about.
  if (type === 'function_call') return [{ role: 'assistant', text: '' }];
  if (type === 'reasoning' || !role) return [];
  const media = partsOf(content).flatMap(({ image_url, file_url, file_data }) => image_url ?? file_url ?? file_data ?? []);
  return [
    {
      role: role === 'developer' ? 'system' : role,
      text: textIn(content),
      media: media.map((url) => url.replace(/^data:[^,]*,/, '')),
    },
  ];
}

function textIn(content: InputItem['content']): string {
  return typeof content === 'string'
    ? content
    : partsOf(content)
        .map(({ text = '' }) => text)
        .join('');
}

function partsOf(content: InputItem['content']): ContentPart[] {
  if (typeof content === 'string') return [{ type: 'input_text', text: content }];
  return content ?? [];
}

function refusal(message: string, param: string | null, code: string | null = null): Problem {
  return { status: 400, message, details: { param, code } };
}
