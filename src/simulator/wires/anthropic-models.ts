/** What of a body depends on the model. */
export interface ModelBody {
  model: string;
  thinking?: { type: string; budget_tokens?: number; display?: string } | undefined;
  output_config?: { effort?: string; format?: { schema: unknown } };
  tool_choice?: { type: 'auto' | 'any' | 'none' | 'tool'; name?: string; disable_parallel_tool_use?: boolean };
  temperature?: number;
  top_p?: number;
  top_k?: number;
}

/** What a generation of models takes. */
interface Generation {
  thinking: readonly string[];
  efforts: readonly string[];
  hasFormats: boolean;
  canBeForced: boolean;
}

const BUDGETED: Generation = { thinking: ['enabled', 'disabled'], efforts: [], hasFormats: true, canBeForced: true };
const BOTH: Generation = {
  ...BUDGETED,
  thinking: ['enabled', 'adaptive', 'disabled'],
  efforts: ['high', 'low', 'max', 'medium'],
};
const NEW: Generation = { ...BOTH, thinking: ['adaptive', 'disabled'], efforts: ['high', 'low', 'max', 'medium', 'xhigh'] };

/** The first that fits counts; all others are new. */
const GENERATIONS: readonly [RegExp, Generation][] = [
  [/claude-(?:\d|v\d|instant)|claude-\w+-4(?:-0)?(?:-20\d{6}|$)/, { ...BUDGETED, hasFormats: false }],
  [/claude-\w+-4[-.](?:1|5)(?!\d)/, BUDGETED],
  [/claude-\w+-4[-.]6/, BOTH],
  [/claude-(?:fable|mythos)-5[-.]1|claude-opus-5[-.]5/, { ...NEW, thinking: ['adaptive'], canBeForced: false }],
  [/claude-(?:fable|mythos)/, { ...NEW, thinking: ['adaptive'] }],
  [/claude-sonnet-5[-.]5/, { ...NEW, thinking: ['adaptive', 'between_tools'], canBeForced: false }],
];

function generationOf(model: string): Generation {
  return GENERATIONS.find(([name]) => name.test(model))?.[1] ?? NEW;
}

/** Whether the model is to think before it answers. */
export function isThinking({ thinking }: Pick<ModelBody, 'thinking'>): boolean {
  return thinking?.type === 'enabled' || thinking?.type === 'adaptive';
}

/** Whether it tells what it thinks: new models do where they are asked to, older ones unless they are asked not to. */
export function showsThoughts({ model, thinking }: ModelBody): boolean {
  const { display = generationOf(model).thinking.includes('enabled') ? 'summarized' : 'omitted' } = thinking ?? {};
  return display === 'summarized';
}

/** Why the model does not take what it is asked. */
export function modelFlaw(body: ModelBody): string | undefined {
  const { model, output_config, tool_choice } = body;
  const { hasFormats, canBeForced } = generationOf(model);
  if (output_config?.format && !hasFormats) return 'output_config.format: This model does not support structured outputs.';
  if (!canBeForced && (tool_choice?.type === 'any' || tool_choice?.type === 'tool'))
    return 'tool_choice: type "tool" and "any" are not supported for this model.';
  return effortFlaw(body) ?? thinkingFlaw(body) ?? samplingFlaw(body);
}

function effortFlaw({ model, thinking, output_config }: ModelBody): string | undefined {
  const { effort } = output_config ?? {};
  const { efforts } = generationOf(model);
  if (effort === undefined) return undefined;
  if (efforts.length === 0) return 'This model does not support the effort parameter.';
  if (!efforts.includes(effort))
    return `This model does not support effort level '${effort}'. Supported levels: ${efforts.join(', ')}.`;
  const isSilent = thinking !== undefined && !isThinking({ thinking });
  if (!isSilent || efforts === BOTH.efforts || !['xhigh', 'max'].includes(effort)) return undefined;
  const instead = "Use effort 'high' or below, or enable thinking.";
  return `output_config.effort '${effort}' is not supported when thinking is disabled on this model. ${instead}`;
}

function thinkingFlaw({ model, thinking }: ModelBody): string | undefined {
  if (!thinking) return undefined;
  const { type, budget_tokens } = thinking;
  if (!generationOf(model).thinking.includes(type)) {
    const instead = 'Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.';
    if (type === 'adaptive') return 'adaptive thinking is not supported on this model';
    return `"thinking.type.${type}" is not supported for this model.${type === 'between_tools' ? '' : ` ${instead}`}`;
  }
  if (type === 'enabled' && budget_tokens === undefined) return 'thinking.enabled.budget_tokens: Field required';
  if (type !== 'enabled' && budget_tokens !== undefined) return `thinking.${type}.budget_tokens: Extra inputs are not permitted`;
  return undefined;
}

function samplingFlaw(body: ModelBody): string | undefined {
  if (!isThinking(body)) return undefined;
  const { temperature = 1, top_p = 1, top_k } = body;
  const when = 'when thinking is enabled or in adaptive mode.';
  if (temperature !== 1) return `\`temperature\` may only be set to 1 ${when}`;
  if (top_p < 0.95) return `\`top_p\` must be greater than or equal to 0.95 or unset ${when}`;
  return top_k === undefined ? undefined : `\`top_k\` must be unset ${when}`;
}
