/** What one provider does in its own way, after its documentation. */
export interface ChatHabits {
  /** The member in which the reasoning of earlier answers goes back. Default: it does not. */
  reasoning?: 'reasoning_content' | 'reasoning' | undefined;
  /** The member that says how much to think, or that turns it off. Default: `reasoning_effort`, which all of them have. */
  thinking?: 'thinking' | 'enable_thinking' | 'reasoning' | undefined;
  /** The ids of tool calls that it takes. Default: any. */
  ids?: RegExp | undefined;
  /** The name of the provider. */
  provider?: string | undefined;
  /** Whether it takes marks for its cache. Default `false`. */
  marks?: boolean | undefined;
  /** Whether it takes neither images nor files. Default `false`. */
  blind?: boolean | undefined;
  /** Whether the numbers of its sources stand in the text. Default `false`. */
  numbered?: boolean | undefined;
}
