import { createRequire } from 'node:module';

/** A chat template that was read. */
export interface ChatTemplate {
  /** Throws an error in the template's own words where it refuses the variables. */
  render(variables: Record<string, unknown>): string;
}

let last: { source: string; template: ChatTemplate } | undefined;

/**
 * Reads a chat template: [Jinja](https://huggingface.co/docs/transformers/chat_templating), as models of the Hugging Face hub have it in
 * their `tokenizer_config.json`. Its interpreter is loaded with the first one; the same template again costs nothing.
 *
 * @throws {Error} in the interpreter's words where the template is none.
 */
export function parseChatTemplate(source: string): ChatTemplate {
  if (last?.source !== source) last = { source, template: new (loadJinja().Template)(source) };
  return last.template;
}

/** Synchronously, as calls are encoded. */
function loadJinja(): typeof import('@huggingface/jinja') {
  return createRequire(import.meta.url)('@huggingface/jinja');
}
