import type { Message } from '../message.ts';
import type { Call } from '../provider.ts';

/** Four characters a token: the field's rule of thumb for English. Told only where a provider counts nothing, and marked. */
const CHARACTERS_PER_TOKEN = 4;

/** About how many tokens this many characters are. */
export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** About how many tokens a call's messages are. */
export function estimatePromptTokens(call: Call): number {
  return estimateTokens(call.messages.reduce((sum, message) => sum + charactersOf(message), 0));
}

/** The characters of a message's text, reasoning and tool arguments. */
export function charactersOf({ content }: Message): number {
  if (typeof content === 'string') return content.length;
  return content.reduce((sum, part) => {
    if (part.type === 'text' || part.type === 'reasoning') return sum + part.text.length;
    return part.type === 'tool-call' ? sum + part.argumentsText.length : sum;
  }, 0);
}
