import { AnthropicProvider } from '../plugins/anthropic/index.ts';
import { CohereProvider } from '../plugins/cohere/index.ts';
import { HuggingFaceProvider } from '../plugins/huggingface/index.ts';
import type { ProviderClass } from './provider.ts';

/** The providers that come with Plugboard. They are registered as anyone's plugin is. */
export const builtins: readonly ProviderClass[] = [AnthropicProvider, CohereProvider, HuggingFaceProvider];
