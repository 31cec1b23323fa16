/** One event of a recorded stream. */
export interface RecordedEvent {
  event: string | undefined;
  data: string;
}

/** The events of a body of server-sent events, after the HTML standard; an event that no blank line ends counts too. */
export function serverSentEvents(body: Uint8Array): RecordedEvent[] {
  const events: RecordedEvent[] = [];
  for (const block of textOf(body).split(/\n{2,}/)) {
    const fields = block.split('\n').map((line) => line.match(/^(?<name>[a-z]+):? ?(?<value>.*)$/)?.groups);
    const data = fields.filter((field) => field?.name === 'data').map((field) => field?.value ?? '');
    const event = fields.findLast((field) => field?.name === 'event')?.value;
    if (data.length > 0) events.push({ event, data: data.join('\n') });
  }
  return events;
}

/** The lines of a body of JSON lines. */
export function jsonLines(body: Uint8Array): RecordedEvent[] {
  const lines = textOf(body).split('\n');
  return lines.filter((line) => line.trim() !== '').map((data) => ({ event: undefined, data }));
}

/** The text of a body, its line ends all `\n`. */
export function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body).replace(/\r\n?/g, '\n');
}
