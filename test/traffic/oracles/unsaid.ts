/** Thrown where the project has no words for what was recorded; its message says for what. */
export class Unsaid extends Error {}
