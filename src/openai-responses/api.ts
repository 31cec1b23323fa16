/** A whole answer, or what an event tells of it, as far as it is read. Servers leave out or null any of it. */
export interface Answer {
  id?: unknown;
  model?: unknown;
  object?: unknown;
  /** `completed`, `incomplete`, `failed`, `cancelled`; of one that runs on without us `queued` or `in_progress`. */
  status?: unknown;
  incomplete_details?: { reason?: unknown } | null;
  error?: unknown;
  output?: unknown;
  usage?: unknown;
}

/** One entry of the output: a message, a thought, a call, or what a tool of the provider's own did. */
export interface Item {
  type?: unknown;
  id?: unknown;
  role?: unknown;
  content?: unknown;
  summary?: unknown;
  call_id?: unknown;
  name?: unknown;
  arguments?: unknown;
}

/** A piece of a message. */
export interface Block {
  type?: unknown;
  text?: unknown;
  refusal?: unknown;
  annotations?: unknown;
}

/** A source of a text: a page, or a file. */
export interface Annotation {
  url?: unknown;
  title?: unknown;
  filename?: unknown;
  start_index?: unknown;
  end_index?: unknown;
}

/** One event of a stream. */
export interface ResponsesEvent extends Item {
  response?: unknown;
  item?: unknown;
  part?: Block | null;
  output_index?: unknown;
  item_id?: unknown;
  content_index?: unknown;
  summary_index?: unknown;
  delta?: unknown;
  text?: unknown;
  refusal?: unknown;
  error?: unknown;
  code?: unknown;
  message?: unknown;
}
