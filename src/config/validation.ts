/** One violation of a schema, as Ajv tells it. */
export interface Violation {
  instancePath: string;
  schemaPath: string;
  keyword: string;
  params: Record<string, unknown>;
  message?: string | undefined;
  /** Set where the violation is of a member's name, not of its value. */
  propertyName?: string | undefined;
}

/** A compiled schema. It never changes what it checks. */
export interface Validate {
  (data: unknown): boolean;
  errors?: Violation[] | null | undefined;
}
