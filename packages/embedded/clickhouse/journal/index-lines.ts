/**
 * What a segment's index file says, one JSON object a line: whose rows these are, then one line per batch. Lines are
 * written after the rows they speak of, so that a line that is there whole vouches for its rows.
 */
export interface Target {
  database: string;
  /** `INSERT INTO … FORMAT RowBinary`, as the client sent it. */
  sql: string;
  /** Of the session, without those that differ from batch to batch. */
  settings: ReadonlyMap<string, string>;
}

/** One acknowledged batch: its place among the rows and the name under which it counts once. */
export interface Batch {
  token: string;
  offset: number;
  bytes: number;
  /** CRC-32 of its rows. */
  checksum: number;
}

export interface SegmentIndex {
  id: string;
  target: Target;
  batches: Batch[];
  /** Batches are inserted one by one, because the whole was refused. */
  inPieces: boolean;
  /** Starts of the process that found it unfinished. */
  recoveries: number;
  /** Bytes of the index up to the end of its last whole line. */
  indexBytes: number;
}

type Line =
  | { id: string; database: string; sql: string; settings: [string, string][] }
  | { token: string; bytes: number; checksum: number }
  | { mark: "pieces" | "recovered" };

const encode = (line: Line) => `${JSON.stringify(line)}\n`;

export const headLine = (id: string, { database, sql, settings }: Target): string =>
  encode({ id, database, sql, settings: [...settings] });

export const batchLine = ({ token, bytes, checksum }: Omit<Batch, "offset">): string =>
  encode({ token, bytes, checksum });

export const markLine = (mark: "pieces" | "recovered"): string => encode({ mark });

/** Reads as far as lines are whole; undefined when not even the first one is. */
export function readIndex(text: string): SegmentIndex | undefined {
  let index: SegmentIndex | undefined;
  let at = 0;
  let offset = 0;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", at)) {
    const line = parse(text.slice(at, end));
    if (line === undefined) break;
    if (index === undefined) {
      if (!("id" in line)) break;
      const { id, database, sql, settings } = line;
      const target = { database, sql, settings: new Map(settings) };
      index = { id, target, batches: [], inPieces: false, recoveries: 0, indexBytes: 0 };
    } else if ("token" in line) {
      index.batches.push({ ...line, offset });
      offset += line.bytes;
    } else if ("mark" in line) {
      if (line.mark === "pieces") index.inPieces = true;
      else index.recoveries += 1;
    } else break;
    at = end + 1;
    index.indexBytes = Buffer.byteLength(text.slice(0, at));
  }
  return index;
}

function parse(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}
