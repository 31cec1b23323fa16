import type { Validate } from '../validation.ts';

/** The merged schemas of the built-in providers, compiled, by provider name. */
export declare const validators: Readonly<Record<string, Validate>>;

/** The schema of the config file, compiled. */
export declare const validateConfigFile: Validate;

/** The meta-schema of JSON Schema, draft 7, compiled: whether a schema is one. */
export declare const validateJsonSchema: Validate;
