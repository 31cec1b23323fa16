/** What a [Standard Schema](https://standardschema.dev) says of a value. */
export type StandardResult =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly unknown[] | undefined }[] };

/**
 * A schema of a schema library, after [Standard Schema](https://standardschema.dev): it checks a value itself, and tells its
 * [JSON Schema](https://standardschema.dev/json-schema) to who asks. Zod has both from 4.2 on.
 */
export interface StandardSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    /** For the compiler only. */
    readonly types?: { readonly input: unknown; readonly output: unknown } | undefined;
    readonly validate?: ((value: unknown) => StandardResult | Promise<StandardResult>) | undefined;
    readonly jsonSchema?: { readonly input: (options: { readonly target: 'draft-07' }) => Record<string, unknown> } | undefined;
  };
}
