import type { Fault } from '../../simulator/simulator.ts';
import type { CallOptions } from '../../types.ts';
import { assertAnswer } from '../checks.ts';
import type { Rule } from '../rule.ts';
import { PROMPT, truthOf } from '../subject.ts';

const DELIVERIES: readonly { how: string; fault: Fault; options?: CallOptions }[] = [
  { how: 'comes a few bytes at a time', fault: { writeBytes: 7 } },
  { how: 'has CRLF line ends', fault: { crlf: true } },
  { how: 'comes byte by byte, with CRLF line ends', fault: { crlf: true, writeBytes: 1 } },
  { how: 'is compressed with brotli', fault: { compress: true } },
  { how: 'is compressed with gzip', fault: { compress: true }, options: { headers: { 'accept-encoding': 'gzip' } } },
  { how: 'comes compressed in small pieces', fault: { compress: true, writeBytes: 7, eventDelayMs: 0 } },
  { how: 'comes slowly, event by event', fault: { eventDelayMs: 1 } },
  { how: 'begins after silence and keep-alives', fault: { break: 'stall', stallMs: 20, keepAliveMs: 2 } },
  { how: 'stalls in its middle for a while', fault: { break: 'stall', after: 2, stallMs: 20, keepAliveMs: 2 } },
];

const MAX_TOKENS = 4;

/** How bytes come means nothing. */
export const deliveries: readonly Rule[] = DELIVERIES.map(({ how, fault, options }) => ({
  rule: `gives the same answer when it ${how}`,
  run: (subject) =>
    subject.eachWay(fault, async (ask) => {
      // Short, as it is written byte by byte; not too short for a character of several bytes.
      const response = await ask(subject.client(), { prompt: PROMPT, maxTokens: MAX_TOKENS }, options);
      assertAnswer(response, truthOf(PROMPT, { maxTokens: MAX_TOKENS }));
    }),
}));
