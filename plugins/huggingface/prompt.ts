import { type Call, InvalidInputError, type Message, parseChatTemplate, textOf } from '../../src/plugin.ts';
import type { HuggingFaceConfig } from './api.ts';

/**
 * A conversation as one prompt: by the model's own chat template, or else as a transcript.
 *
 * @throws {InvalidInputError} in the template's words where it refuses the conversation.
 */
export function promptOf({ messages, config, provider, model }: Call<HuggingFaceConfig>): string {
  const { chatTemplate, bosToken = '', eosToken = '' } = config;
  if (chatTemplate === undefined) return transcriptOf(messages);
  const variables = {
    messages: messages.map(({ role, content }) => ({ role, content: textOf(content) })),
    add_generation_prompt: true,
    bos_token: bosToken,
    eos_token: eosToken,
    // Templates ask whether these are none; what is not there at all is not none to them.
    tools: null,
    documents: null,
  };
  try {
    return parseChatTemplate(chatTemplate).render(variables);
  } catch (cause) {
    const message = `messages: the chat template refuses them: ${(cause as Error).message}`;
    throw new InvalidInputError(message, { provider, model });
  }
}

function transcriptOf(messages: readonly Message[]): string {
  const lines = messages.map(({ role, content }) => `${role.charAt(0).toUpperCase()}${role.slice(1)}: ${textOf(content)}`);
  return [...lines, 'Assistant:'].join('\n');
}
