import type { Json, JsonObject } from '../../src/message.ts';
import type { Description } from './description.ts';
import { dispatch } from './unions.ts';

/** What limits a value and means the same in OpenAPI and in JSON Schema. */
const KEPT = [
  ...['type', 'enum', 'const', 'required', 'pattern', 'minimum', 'maximum', 'multipleOf', 'uniqueItems'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'],
];

/**
 * Turns OpenAPI's schemas into JSON Schema. An object takes no other members than are listed, unless the description says so: it
 * lists what the API takes, and what a plugin sends beside that is a mistake or for nothing.
 */
export class SchemaConverter {
  readonly #description: Description;
  readonly definitions: Record<string, JsonObject> = {};

  constructor(description: Description) {
    this.#description = description;
  }

  /** `open` for one of several schemas that describe one object together: the others list further members. */
  convert(schema: JsonObject, open = false): JsonObject {
    if (schema.nullable === true)
      return dispatch([this.convert({ ...schema, nullable: false }, open), { type: 'null' }], this.resolve);
    if (typeof schema.$ref === 'string') return { $ref: `#/$defs/${this.#define(schema.$ref, open)}` };
    const { allOf, properties, items, additionalProperties, not } = schema;
    const branches = (schema.anyOf ?? schema.oneOf) as JsonObject[] | undefined;
    const composed = Boolean(allOf || (properties && branches));
    const out: JsonObject = Object.fromEntries(KEPT.filter((key) => key in schema).map((key) => [key, schema[key]]));
    if (properties) out.properties = this.#convertProperties(properties as JsonObject);
    if (items !== undefined) out.items = this.convert(items as JsonObject);
    if (not !== undefined) out.not = this.convert(not as JsonObject, true);
    if (additionalProperties !== undefined) out.additionalProperties = this.#convertOthers(additionalProperties);
    if (allOf) out.allOf = (allOf as JsonObject[]).map((member) => this.convert(member, true));
    // Descriptions say `oneOf` where branches overlap, a number and an integer for example, and mean that one is enough.
    if (branches) out.allOf = [...((out.allOf as Json[]) ?? []), this.#convertBranches(branches, open || composed)];
    if (!open && this.#lists(schema)) out[composed ? 'unevaluatedProperties' : 'additionalProperties'] = false;
    return out;
  }

  /** A schema that has been converted, behind its references. */
  readonly resolve = (schema: JsonObject): JsonObject => {
    const name = typeof schema.$ref === 'string' ? schema.$ref.replace('#/$defs/', '') : undefined;
    return name === undefined ? schema : this.resolve(this.definitions[name] ?? {});
  };

  #convertBranches(branches: readonly JsonObject[], open: boolean): JsonObject {
    return dispatch(
      branches.map((branch) => this.convert(branch, open)),
      this.resolve,
    );
  }

  #convertProperties(properties: JsonObject): JsonObject {
    return Object.fromEntries(
      Object.entries(properties).map(([name, property]) => {
        // Models come and go faster than descriptions are written.
        const { enum: _models, ...any } = property as JsonObject;
        return [name, this.convert(name === 'model' ? any : (property as JsonObject))];
      }),
    );
  }

  #convertOthers(others: Json): Json {
    return typeof others === 'object' ? this.convert(others as JsonObject) : others;
  }

  #define(reference: string, open: boolean): string {
    const name = reference.replace('#/components/schemas/', '');
    const key = open ? `${name}.open` : name;
    if (!this.definitions[key]) {
      // Where a description points to what it does not hold, it says nothing.
      const schema = this.#description.schema(name) ?? {};
      // Before it is converted: it may be a part of itself.
      this.definitions[key] = {};
      Object.assign(this.definitions[key], this.convert(schema, open));
    }
    return key;
  }

  /** Whether all members of an object are listed. */
  #lists(schema: JsonObject): boolean {
    const { properties, additionalProperties, allOf } = this.#behindReference(schema);
    if (additionalProperties !== undefined) return false;
    if (properties && Object.keys(properties).length > 0) return true;
    return ((allOf as JsonObject[] | undefined) ?? []).some((member) => this.#lists(member));
  }

  #behindReference(schema: JsonObject): JsonObject {
    if (typeof schema.$ref !== 'string') return schema;
    return this.#description.schema(schema.$ref.replace('#/components/schemas/', '')) ?? {};
  }
}
