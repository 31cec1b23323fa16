import type { Capability } from '../types.ts';
import type { Rule, Topic } from './rule.ts';
import { answers } from './rules/answers.ts';
import { availability } from './rules/availability.ts';
import { broken } from './rules/broken-streams.ts';
import { caching } from './rules/caching.ts';
import { cancelling } from './rules/cancelling.ts';
import { connections } from './rules/connections.ts';
import { deliveries } from './rules/deliveries.ts';
import { embeddings } from './rules/embeddings.ts';
import { failures } from './rules/failures.ts';
import { input } from './rules/input.ts';
import { media } from './rules/media.ts';
import { reasoning } from './rules/reasoning.ts';
import { reranking } from './rules/reranking.ts';
import { secrets } from './rules/secrets.ts';
import { settings } from './rules/settings.ts';
import { statuses } from './rules/statuses.ts';
import { streams } from './rules/streams.ts';
import { structuredOutput } from './rules/structured-output.ts';
import { toolCalls } from './rules/tool-calls.ts';
import { toolTurns } from './rules/tool-turns.ts';

/** Every rule of the contract. */
export const TOPICS: readonly Topic[] = [
  { topic: 'answers', rules: [...answers, ...deliveries] },
  { topic: 'settings', rules: settings },
  { topic: 'streams', rules: [...streams, ...broken] },
  { topic: 'tools', rules: onlyWith('tools', [...toolCalls, ...toolTurns]) },
  { topic: 'embeddings', rules: onlyWith('embed', embeddings) },
  { topic: 'reranking', rules: onlyWith('rerank', reranking) },
  { topic: 'structured output', rules: structuredOutput },
  { topic: 'images and files', rules: onlyWith('vision', media) },
  { topic: 'reasoning', rules: reasoning },
  { topic: 'caching', rules: caching },
  { topic: 'failures', rules: [...statuses, ...failures] },
  { topic: 'cancelling', rules: cancelling },
  { topic: 'input', rules: input },
  { topic: 'secrets', rules: secrets },
  { topic: 'availability', rules: availability },
  { topic: 'connections', rules: connections },
];

/** For clients that have a capability. */
function onlyWith(capability: Capability, rules: readonly Rule[]): Rule[] {
  return rules.map((rule) => ({
    ...rule,
    applies: (client, api) => client.capabilities.has(capability) && rule.applies?.(client, api) !== false,
  }));
}
