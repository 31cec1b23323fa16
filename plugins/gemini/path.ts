import { InvalidInputError } from '../../src/plugin.ts';
import { resourceName } from './models.ts';

/** A model's name as a part of a path. */
export function pathOf({ model, provider }: { model: string; provider: string }): string {
  // Half a character has no place in a URL.
  if (/\p{Cs}/u.test(model)) throw new InvalidInputError('model: is no text that can be sent', { provider, model });
  return resourceName(model).split('/').map(encodeURIComponent).join('/');
}
