import { definePlugin, openaiDialect } from 'plugboard/plugin';

globalThis.traces = [...(globalThis.traces ?? []), 'plugboard-tracing'];

export const Tracing = definePlugin({
  name: 'tracing',
  apiVersion: 1,
  schema: { properties: { baseURL: { default: 'https://tracing.example/v1' }, model: { default: 'tracing-1' } } },
  wire: openaiDialect(),
});
