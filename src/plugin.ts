export { type ChatTemplate, parseChatTemplate } from './chat-template.ts';
export type * from './data-types.ts';
export type * from './data-wires.ts';
export type * from './delta.ts';
export { budgetOf, effortOf, isThinking } from './effort.ts';
export * from './errors.ts';
export { type Frame, type FrameReader, type Framing, jsonLines, sse } from './http/framing.ts';
export { type HttpAnswer, type HttpRequest, type Transport, TransportFailure } from './http/transport.ts';
export { urlOf } from './media.ts';
export type * from './message.ts';
export { textOf } from './message-text.ts';
export { finishReasonOf } from './openai-dialect/decode.ts';
export { type DialectFacts, type EmbeddingFacts, IMAGES } from './openai-dialect/facts.ts';
export { type Failure, failureOf, tellsFailure, wordsOf } from './openai-dialect/failure.ts';
export { openaiDialect } from './openai-dialect/wire.ts';
export { openaiApi } from './openai-responses/choice.ts';
export {
  type BothFacts,
  type ChoosingConfig,
  type OpenaiApi,
  type ResponsesFacts,
  SETTINGS as RESPONSES_SETTINGS,
} from './openai-responses/facts.ts';
export { openaiResponses } from './openai-responses/wire.ts';
export type * from './provider.ts';
export { CLIENTS, CLOCK, definePlugin, inject, provider, RANDOM, TRANSPORT } from './registry/define.ts';
export type * from './resolved-config.ts';
export type { StandardResult, StandardSchema } from './standard-schema.ts';
export { type StrictRules, strictSchema } from './strict-schema.ts';
export { argumentsOf, argumentsTextOf, resultTextOf } from './tool-message.ts';
export type * from './types.ts';
