import { AnthropicProvider } from '../plugins/anthropic/index.ts';
import { CohereProvider } from '../plugins/cohere/index.ts';
import { CustomProvider } from '../plugins/custom/index.ts';
import { DeepSeekProvider } from '../plugins/deepseek/index.ts';
import { GeminiProvider } from '../plugins/gemini/index.ts';
import { HuggingFaceProvider } from '../plugins/huggingface/index.ts';
import { KimiProvider } from '../plugins/kimi/index.ts';
import { OllamaProvider } from '../plugins/ollama/index.ts';
import { OpenAIProvider } from '../plugins/openai/index.ts';
import { openaiCompatibleProviders } from '../plugins/openai-compatible/index.ts';
import { SiliconFlowProvider } from '../plugins/siliconflow/index.ts';
import type { ProviderClass } from './provider.ts';

/** The providers that come with Plugboard. They are registered as anyone's plugin is. */
export const builtins: readonly ProviderClass[] = [
  OpenAIProvider,
  AnthropicProvider,
  GeminiProvider,
  DeepSeekProvider,
  OllamaProvider,
  SiliconFlowProvider,
  KimiProvider,
  CohereProvider,
  HuggingFaceProvider,
  CustomProvider,
  ...openaiCompatibleProviders,
];
