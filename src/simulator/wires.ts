import type { SimulatedWire } from './wire.ts';
import { anthropic } from './wires/anthropic.ts';
import { cohere } from './wires/cohere.ts';
import { cohereV1 } from './wires/cohere-v1.ts';
import { huggingface } from './wires/huggingface.ts';
import { huggingfaceTextGeneration } from './wires/huggingface-text-generation.ts';

/** Every API that the simulator speaks. */
export const WIRES = {
  anthropic,
  cohere,
  'cohere-v1': cohereV1,
  huggingface,
  'huggingface-text-generation': huggingfaceTextGeneration,
} satisfies Record<string, SimulatedWire>;

/** The name of an API that the simulator speaks. */
export type SimulatedApi = keyof typeof WIRES;
