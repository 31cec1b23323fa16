export * from './errors.ts';
export { type Frame, type FrameReader, type Framing, jsonLines, sse } from './http/framing.ts';
export { type HttpAnswer, type HttpRequest, type Transport, TransportFailure } from './http/transport.ts';
export { finishReasonOf } from './openai-dialect/decode.ts';
export { type Failure, failureOf, tellsFailure, wordsOf } from './openai-dialect/failure.ts';
export { type DialectFacts, openaiDialect } from './openai-dialect/wire.ts';
export * from './provider.ts';
export { CLIENTS, CLOCK, definePlugin, inject, provider, RANDOM, TRANSPORT } from './registry/define.ts';
export type * from './types.ts';
