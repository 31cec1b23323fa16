/** The names of the built-in providers. */
export const Provider = {
  Anthropic: 'anthropic',
  Cohere: 'cohere',
  HuggingFace: 'huggingface',
} as const;

/** The name of a built-in provider. */
export type Provider = (typeof Provider)[keyof typeof Provider];
