import type { JsonObject } from '../../src/message.ts';
import type { Wire } from '../../src/provider.ts';
import { deltaWire } from './delta-wire.ts';

/** What makes the delta wire one whose API gives formats, natively or by a tool. */
export function formatWire(responseFormats?: Wire['responseFormats']): Wire {
  return {
    ...deltaWire,
    capabilities: [...deltaWire.capabilities, 'json'],
    settings: [...deltaWire.settings, 'responseFormat'],
    responseFormats,
    encode: (call) => ({
      ...deltaWire.encode(call),
      ...(call.responseFormat && { responseFormat: call.responseFormat as unknown as JsonObject }),
    }),
  };
}

/** One whose API knows no formats. */
export const byTool = formatWire({ json: 'tool', json_schema: 'tool' });
