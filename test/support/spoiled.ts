import fc from 'fast-check';

export const json = fc.jsonValue({ maxDepth: 4 });

export const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

/** What no API should send in the place of anything else. */
const HOSTILE: unknown[] = [null, 5, -1.5, true, '', 'x', [], {}, [null], [5], ['x'], [[]], { a: null }, 1e21];

type Path = readonly string[];

/** The places of a value and of all that is in it. */
function placesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, member]) => placesOf(member, [...path, name]))];
}

/** A copy that has something else at one place. */
function changed(value: unknown, [name, ...rest]: Path, change: (old: unknown) => unknown): unknown {
  if (name === undefined) return change(value);
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === name ? changed(item, rest, change) : item));
  return { ...(value as object), [name]: changed((value as Record<string, unknown>)[name], rest, change) };
}

/** Sound JSON in which up to three members were replaced, and now and then any JSON at all. */
export function spoiled(samples: readonly unknown[]): fc.Arbitrary<unknown> {
  const change = fc.tuple(fc.nat(), fc.constantFrom(...HOSTILE));
  const replaced = fc.tuple(fc.constantFrom(...samples), fc.array(change, { maxLength: 3 })).map(([sample, changes]) =>
    changes.reduce((value, [place, by]) => {
      const places = placesOf(value);
      return changed(value, places[place % places.length] ?? [], () => structuredClone(by));
    }, sample),
  );
  return fc.oneof({ arbitrary: replaced, weight: 9 }, json).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
}

/** The words of an API that may get company. */
const WORDS =
  /^(finish_reason|stop_reason|finishReason|done_reason|object|role|service_tier|blockReason|category|probability|language|modality)$/;

/** Sound JSON of a later version: with members, and with words in the place of known ones, that nobody has heard of. */
export function ofALaterVersion(sample: unknown): fc.Arbitrary<unknown> {
  const places = placesOf(sample);
  const objects = places.filter((path) => isObject(at(sample, path)));
  const words = places.filter((path) => WORDS.test(path.at(-1) ?? '') && typeof at(sample, path) === 'string');
  const member = fc.tuple(
    fc.constantFrom(...objects),
    fc.constantFrom('x_new', 'newMember', 'annotations2'),
    fc.oneof(json, fc.constant({ text: 'not said' })),
  );
  const word = words.length > 0 ? fc.array(fc.constantFrom(...words), { maxLength: 2 }) : fc.constant([]);
  return fc.tuple(fc.array(member, { minLength: 1, maxLength: 4 }), word).map(([members, renamed]) => {
    const grown = members.reduce(
      (value, [path, name, added]) => changed(value, path, (old) => ({ ...(old as object), [name]: structuredClone(added) })),
      sample,
    );
    return renamed.reduce((value, path) => changed(value, path, () => 'BRAND_NEW'), grown);
  });
}

function at(value: unknown, path: Path): unknown {
  return path.reduce((inner, name) => (inner as Record<string, unknown>)[name], value);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
