import type { SimulatedWire } from './wire.ts';
import { anthropic } from './wires/anthropic.ts';
import { azureOpenai } from './wires/azure-openai.ts';
import { cohere } from './wires/cohere.ts';
import { cohereV1 } from './wires/cohere-v1.ts';
import { deepseek } from './wires/deepseek.ts';
import { gemini } from './wires/gemini.ts';
import { huggingface } from './wires/huggingface.ts';
import { huggingfaceTextGeneration } from './wires/huggingface-text-generation.ts';
import { kimi } from './wires/kimi.ts';
import { ollama } from './wires/ollama.ts';
import { openai } from './wires/openai.ts';
import { openaiResponses } from './wires/openai-responses.ts';
import { siliconflow } from './wires/siliconflow.ts';

/** Every API that the simulator speaks. */
export const WIRES = {
  anthropic,
  cohere,
  'cohere-v1': cohereV1,
  gemini,
  huggingface,
  'huggingface-text-generation': huggingfaceTextGeneration,
  ollama,
  openai,
  'openai-responses': openaiResponses,
  deepseek,
  siliconflow,
  kimi,
  'azure-openai': azureOpenai,
} satisfies Record<string, SimulatedWire>;

/** The name of an API that the simulator speaks. */
export type SimulatedApi = keyof typeof WIRES;
