import type { Json, JsonObject } from '../../src/plugin.ts';
import { cycleIn, isObject, mapInner, schemasIn, targetOf } from './schema-walk.ts';

/** How many properties may be left out, and how many may be of several types. */
const MOST_OPTIONAL = 24;
const MOST_UNIONS = 16;

const OTHERWISE = 'or set strict: false';

/** What JSON Schema lets a schema be and this API does not, beside the keywords that it lacks. */
export function flawsIn(given: JsonObject): string[] {
  const cycle = cycleIn(given);
  const endless = cycle ? [`schema: must not contain itself (${cycle}); write out as many levels as you need, ${OTHERWISE}`] : [];
  const gaps = [...schemasIn(given)].flatMap(([at, schema]) => [...gapsIn(schema, at, given), ...openIn(schema, at)]);
  return [...endless, ...gaps, ...excessIn(given)];
}

function gapsIn(schema: JsonObject, at: string, root: JsonObject): string[] {
  const { $ref, allOf, enum: choices = [], const: only = null } = schema;
  const problems: string[] = [];
  if ($ref !== undefined && !targetOf(root, String($ref)))
    problems.push(`${at}.$ref: must point into this schema (given: ${JSON.stringify($ref)}); put in what it points at`);
  if (Array.isArray(allOf) && allOf.length > 1 && allOf.some((one) => isObject(one) && one.$ref !== undefined))
    problems.push(`${at}.allOf: must hold no $ref; put in what it points at, ${OTHERWISE}`);
  if ([only, ...(choices as Json[])].some((value) => typeof value === 'object' && value !== null))
    problems.push(`${at}.enum: must be of texts, numbers, true, false or null; describe others as objects, ${OTHERWISE}`);
  return problems;
}

/** Schemas that are `true` or `false`. */
function openIn(schema: JsonObject, at: string): string[] {
  const places: string[] = [];
  for (const [key, value] of Object.entries(schema)) {
    mapInner(key, value, (inner, place) => {
      if (typeof inner === 'boolean') places.push(at + place);
      return inner;
    });
  }
  return places.map((place) => `${place}: must say of what type it is, ${OTHERWISE}`);
}

/** What makes a schema too costly for the API. */
function excessIn(given: JsonObject): string[] {
  let optional = 0;
  let unions = 0;
  for (const [, { properties, required }] of schemasIn(given)) {
    if (!isObject(properties)) continue;
    const needed = Array.isArray(required) ? required : [];
    optional += Object.keys(properties).filter((name) => !needed.includes(name)).length;
    unions += Object.values(properties).filter(isUnion).length;
  }
  const over = (count: number, most: number, what: string, instead: string) =>
    count > most ? [`schema: must have at most ${most} properties that ${what} (given: ${count}); ${instead}, ${OTHERWISE}`] : [];
  return [
    ...over(optional, MOST_OPTIONAL, 'are not required', 'require some of them'),
    ...over(unions, MOST_UNIONS, 'are of several types', 'make some of them of one'),
  ];
}

function isUnion(schema: Json | undefined): boolean {
  if (!isObject(schema)) return false;
  return schema.anyOf !== undefined || schema.oneOf !== undefined || (Array.isArray(schema.type) && schema.type.length > 1);
}
