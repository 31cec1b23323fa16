import type { Rule, Topic } from './rule.ts';
import { answers } from './rules/answers.ts';
import { availability } from './rules/availability.ts';
import { broken } from './rules/broken-streams.ts';
import { cancelling } from './rules/cancelling.ts';
import { connections } from './rules/connections.ts';
import { deliveries } from './rules/deliveries.ts';
import { failures } from './rules/failures.ts';
import { input } from './rules/input.ts';
import { secrets } from './rules/secrets.ts';
import { settings } from './rules/settings.ts';
import { statuses } from './rules/statuses.ts';
import { streams } from './rules/streams.ts';
import { toolCalls } from './rules/tool-calls.ts';
import { toolTurns } from './rules/tool-turns.ts';

/** Every rule of the contract. */
export const TOPICS: readonly Topic[] = [
  { topic: 'answers', rules: [...answers, ...deliveries] },
  { topic: 'settings', rules: settings },
  { topic: 'streams', rules: [...streams, ...broken] },
  { topic: 'tools', rules: [...toolCalls, ...toolTurns].map(ofTools) },
  { topic: 'failures', rules: [...statuses, ...failures] },
  { topic: 'cancelling', rules: cancelling },
  { topic: 'input', rules: input },
  { topic: 'secrets', rules: secrets },
  { topic: 'availability', rules: availability },
  { topic: 'connections', rules: connections },
];

/** For clients that can call tools only. */
function ofTools(rule: Rule): Rule {
  return { ...rule, applies: (client, api) => client.capabilities.has('tools') && rule.applies?.(client, api) !== false };
}
