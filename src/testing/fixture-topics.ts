import { answers } from './fixture-rules/answers.ts';
import { broken } from './fixture-rules/broken-streams.ts';
import { cancelling } from './fixture-rules/cancelling.ts';
import { failures } from './fixture-rules/failures.ts';
import { settings } from './fixture-rules/settings.ts';
import { deliveries, isSse } from './fixture-rules/streams.ts';
import { unknown } from './fixture-rules/unknown.ts';
import type { FixtureSubject } from './fixture-subject.ts';
import type { WirePlugin } from './given.ts';
import type { Rule, Topic } from './rule.ts';
import { TOPICS } from './rules.ts';

/** What only fixtures can show, by topic. */
const OWN: Readonly<Record<string, readonly Rule<FixtureSubject>[]>> = {
  answers,
  settings,
  streams: [...deliveries, ...unknown, ...broken],
  failures,
  cancelling,
};

/** Topics whose own rules are about streams alone. */
const OF_STREAMS = ['streams', 'cancelling'];

const showsStream = ({ fixtures }: WirePlugin): boolean => fixtures.some(({ frames }) => frames !== undefined);

/** What has to be there for some rules to mean anything. */
const NEEDS: Readonly<Record<string, (given: WirePlugin) => boolean>> = {
  'gives the same answer whole and as a stream': ({ fixtures }) =>
    fixtures.some(({ frames, body }) => frames && body !== undefined),
  'gives what the fixtures expect of a stream, then exactly one finish event': showsStream,
  'gives the same answer when the lines of a stream end in CRLF': ({ fixtures }) => fixtures.some(isSse),
  'sends what the fixtures say': ({ fixtures }) => fixtures.some(({ sent }) => sent),
  'throws what an error event says, with the answer so far': ({ errors = [] }) => errors.some(({ frame }) => frame !== undefined),
  'fails when the body of a success is one of "errors"': ({ errors = [] }) => errors.some(({ status }) => status !== undefined),
  'makes of the error bodies what "errors" expects': ({ errors = [] }) => errors.some(({ status }) => status !== undefined),
};

/** Every rule for a plugin with fixtures: those of the contract that hold anywhere, and those that fixtures can show. */
export function topicsFor(given: WirePlugin): Topic<FixtureSubject>[] {
  const needing = (topic: string, rule: Rule<FixtureSubject>): Rule<FixtureSubject> => {
    const isShown = NEEDS[rule.rule]?.(given) ?? (showsStream(given) || !OF_STREAMS.includes(topic));
    return isShown ? rule : { ...rule, applies: () => false };
  };
  return TOPICS.map(({ topic, rules }) => ({
    topic,
    rules: [...(OWN[topic] ?? []).map((rule) => needing(topic, rule)), ...rules.filter(({ anywhere }) => anywhere)],
  })).filter(({ rules }) => rules.length > 0);
}
