import { type Call, InvalidInputError } from '../../src/plugin.ts';

/**
 * What text generation allows less of than Plugboard, after TGI's
 * [GenerateParameters](https://huggingface.github.io/text-generation-inference/).
 *
 * @throws {InvalidInputError} that names every setting beyond its limit.
 */
export function checkLimits({ provider, model, stop = [], topP = 1, topK = 1, seed = 0, frequencyPenalty = 0 }: Call): void {
  const problems = [
    stop.length > 4 && `stop: must be at most 4 texts (given: ${stop.length})`,
    topP <= 0 && `topP: must be over 0 (given: ${topP})`,
    topK <= 0 && `topK: must be over 0 (given: ${topK})`,
    seed < 0 && `seed: must be at least 0 (given: ${seed})`,
    frequencyPenalty <= -2 && `frequencyPenalty: must be over -2 (given: ${frequencyPenalty})`,
  ].filter(Boolean);
  if (problems.length > 0) throw new InvalidInputError(problems.join('; '), { provider, model });
}
