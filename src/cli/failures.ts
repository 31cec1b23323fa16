/** The command was not understood. */
export class UsageError extends Error {}

/** The command was understood, and can't be carried out. */
export class Failure extends Error {}
