import { openaiDialect, type Wire } from 'plugboard/plugin';

/** The API of `__name__`, which speaks OpenAI's dialect. What it does in its own way is told here. */
export const wire: Wire = openaiDialect({ maxTokensField: 'max_completion_tokens' });
