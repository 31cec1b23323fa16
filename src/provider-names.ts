// Generated from schemas/ by scripts/generate.mjs: change the schemas and run npm run generate.

/** The names of the built-in providers. */
export const Provider = {
  Anthropic: 'anthropic',
  AzureOpenAI: 'azure-openai',
  Cerebras: 'cerebras',
  Cohere: 'cohere',
  Custom: 'custom',
  DeepSeek: 'deepseek',
  Fireworks: 'fireworks',
  Gemini: 'gemini',
  Groq: 'groq',
  HuggingFace: 'huggingface',
  Kimi: 'kimi',
  LlamaCpp: 'llamacpp',
  LMStudio: 'lmstudio',
  Mistral: 'mistral',
  NVIDIA: 'nvidia',
  Ollama: 'ollama',
  OpenAI: 'openai',
  OpenRouter: 'openrouter',
  Perplexity: 'perplexity',
  SiliconFlow: 'siliconflow',
  Together: 'together',
  VLLM: 'vllm',
  XAI: 'xai',
} as const;

/** The name of a built-in provider. */
export type Provider = (typeof Provider)[keyof typeof Provider];
