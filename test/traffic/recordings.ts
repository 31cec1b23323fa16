import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { JsonObject } from '../../src/message.ts';

/** One recorded exchange with a provider. */
export interface Recording {
  name: string;
  endpoint: string;
  model: string | undefined;
  status: number;
  headers: Record<string, string>;
  kind: 'json' | 'sse' | 'ndjson' | 'text';
  body: Uint8Array;
  /** The JSON body that was sent, where the source kept it. */
  request: JsonObject | undefined;
  /** The lengths of the network chunks as they arrived, where the source kept them. */
  chunks: number[] | undefined;
}

/** The folder of the recordings: beside the project, not in it. */
const TRAFFIC = new URL('../shared/traffic/', new URL('../../', import.meta.url));

const EXTENSIONS = { json: 'json', sse: 'sse', ndjson: 'ndjson', text: 'txt' } as const;
const CONTENT_TYPES = {
  json: 'application/json',
  sse: 'text/event-stream',
  ndjson: 'application/stream+json',
  text: 'text/plain',
};

/** The recordings of a provider in the order of their names; `undefined` where the folder is not there. */
export function recordingsOf(provider: string): Recording[] | undefined {
  const folder = new URL(`${provider}/`, TRAFFIC);
  if (!existsSync(folder)) return undefined;
  const names = readdirSync(folder).filter((name) => name.endsWith('.meta.json'));
  return names.sort().map((name) => load(folder, name.slice(0, -'.meta.json'.length)));
}

function load(folder: URL, name: string): Recording {
  const read = (suffix: string): JsonObject | undefined => {
    const file = new URL(`${name}.${suffix}`, folder);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  };
  const meta = read('meta.json') as JsonObject;
  const kind = meta.kind as Recording['kind'];
  return {
    name,
    kind,
    endpoint: meta.endpoint as string,
    model: (meta.model as string | null) ?? undefined,
    status: meta.status as number,
    headers: headersOf(meta.response_headers as Record<string, string>, kind),
    // A view of a `Buffer` costs several times one of plain bytes.
    body: new Uint8Array(readFileSync(new URL(`${name}.response.${EXTENSIONS[kind]}`, folder))),
    request: (read('request.json')?.body as JsonObject | null) ?? undefined,
    chunks: read('chunks.json')?.lengths as number[] | undefined,
  };
}

/** The headers that are still true of the bytes served here: those about length and encoding were the recorder's. */
function headersOf(recorded: Record<string, string>, kind: Recording['kind']): Record<string, string> {
  const { 'content-length': _length, 'content-encoding': _encoding, 'transfer-encoding': _transfer, ...kept } = recorded;
  return { 'content-type': CONTENT_TYPES[kind], ...kept };
}
