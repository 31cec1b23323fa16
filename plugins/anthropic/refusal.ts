import { InvalidInputError } from '../../src/plugin.ts';
import type { AnthropicCall } from './api.ts';

/** Why a request is not sent. */
export function refusal({ provider, model }: Pick<AnthropicCall, 'provider' | 'model'>, message: string): InvalidInputError {
  return new InvalidInputError(message, { provider, model });
}
