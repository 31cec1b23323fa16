import { type GeminiBody, isOlder, type ThinkingConfig } from './gemini-body.ts';

const MIME_TYPES = ['text/plain', 'application/json', 'application/xml', 'application/yaml', 'text/x.enum'];
const MEDIA_TYPES =
  /^(audio|video|text)\/|^image\/(png|jpe?g|webp|hei[cf]|gif|avif)$|^application\/(pdf|json|xml|rtf|x-[a-z+-]+)$/;

/** What a model can't do that is asked of it. */
export function limitFlaw(body: GeminiBody, model: string): string | undefined {
  return mediaFlaw(body) ?? formatFlaw(body, model) ?? thinkingFlaw(body.generationConfig?.thinkingConfig ?? {}, model);
}

function mediaFlaw({ contents }: GeminiBody): string | undefined {
  const types = contents.flatMap(({ parts }) =>
    parts.flatMap(({ inlineData, fileData }) => inlineData?.mimeType ?? fileData?.mimeType ?? []),
  );
  const strange = types.find((type) => !MEDIA_TYPES.test(type));
  return strange === undefined ? undefined : `Unsupported MIME type: ${strange}`;
}

function formatFlaw({ generationConfig = {}, tools = [], toolConfig }: GeminiBody, model: string): string | undefined {
  const { responseMimeType: type = 'text/plain', responseSchema, responseJsonSchema } = generationConfig;
  const place = '* GenerateContentRequest.generation_config';
  if (!MIME_TYPES.includes(type))
    return `${place}.response_mime_type: allowed mimetypes are ${MIME_TYPES.map((one) => `\`${one}\``).join(', ')}.\n`;
  if (responseSchema && responseJsonSchema)
    return `${place}.response_json_schema: only one of response_schema and response_json_schema can be set\n`;
  if (type === 'text/plain' && (responseSchema || responseJsonSchema))
    return `${place}.response_mime_type: response_schema and response_json_schema are only supported with a JSON response\n`;
  if (hasCrowdedReference(responseJsonSchema))
    return `${place}.response_json_schema: a schema with $ref can have no other fields, except those that start with $\n`;
  if (type !== 'application/json' || !tools.some(({ functionDeclarations = [] }) => functionDeclarations.length > 0))
    return undefined;
  const unable = `with a response mime type: '${type}' is unsupported`;
  if (isOlder(model)) return `Function calling ${unable}`;
  return toolConfig?.functionCallingConfig?.mode === 'ANY' ? `Forced function calling (ANY mode) ${unable}` : undefined;
}

/** In whatever is in it: values that are no schemas have no references. */
function hasCrowdedReference(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { $ref } = value as { $ref?: unknown };
  if (typeof $ref === 'string' && Object.keys(value).some((key) => !key.startsWith('$'))) return true;
  return Object.values(value).some(hasCrowdedReference);
}

function thinkingFlaw(config: ThinkingConfig, model: string): string | undefined {
  const { includeThoughts, thinkingBudget: budget, thinkingLevel } = config;
  if (budget !== undefined && thinkingLevel !== undefined)
    return 'You can only set only one of thinking budget and thinking level.';
  if (includeThoughts && budget === 0) return 'Thinking_config.include_thoughts is only enabled when thinking is enabled.';
  if (budget !== undefined) return budgetFlaw(budget, model);
  if (thinkingLevel === undefined) return undefined;
  const level = thinkingLevel.toUpperCase();
  if (isOlder(model)) return 'Thinking level is not supported for this model.';
  return levelsOf(model).includes(level)
    ? undefined
    : `Thinking level ${level} is not supported for this model. Please retry with other thinking level.`;
}

function budgetFlaw(budget: number, model: string): string | undefined {
  if (model.includes('gemma')) return 'Thinking budget is not supported for this model.';
  const isPro = /2\.5-pro/.test(model);
  if (budget === 0 && (isPro || !isOlder(model))) return 'Budget 0 is invalid. This model only works in thinking mode.';
  const least = isPro ? 128 : model.includes('flash-lite') ? 512 : 1;
  const most = isPro || !isOlder(model) ? 32768 : 24576;
  return budget <= 0 || (budget >= least && budget <= most)
    ? undefined
    : `The thinking budget ${budget} is invalid. Please choose a value between ${least} and ${most}.`;
}

function levelsOf(model: string): string[] {
  if (/gemma|flash-image/.test(model)) return ['MINIMAL', 'HIGH'];
  if (/gemini-3-pro/.test(model)) return ['LOW', 'HIGH'];
  const hasMinimal = /flash-lite|gemini-3(\.[0-6])?-flash/.test(model);
  return [...(hasMinimal ? ['MINIMAL'] : []), 'LOW', 'MEDIUM', 'HIGH'];
}
