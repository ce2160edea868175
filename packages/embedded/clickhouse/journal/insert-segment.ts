import { engineErrorFrom } from "../engine-errors.ts";
import type { Target } from "./index-lines.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Segment } from "./segment.ts";

/** How rows get into the engine. Both reject with an EngineError. */
export interface Inserter {
  /** `slot` names a pair of files of the journal. */
  whole(target: Target, slot: string, token: string): Promise<void>;
  piece(target: Target, rows: Buffer, token: string): Promise<void>;
}

export interface Reporter {
  /** Something that was acknowledged could not be stored as it was. */
  quarantined(batch: { token: string; sql: string; bytes: number; reason: string }): void;
}

/** "Not now" rather than "never": time, memory, disk, too many parts; ClickHouse's ErrorCodes.cpp. */
const NOT_NOW = new Set([
  74, // CANNOT_READ_FROM_FILE_DESCRIPTOR
  75, // CANNOT_WRITE_TO_FILE_DESCRIPTOR
  76, // CANNOT_OPEN_FILE
  159, // TIMEOUT_EXCEEDED
  173, // CANNOT_ALLOCATE_MEMORY
  202, // TOO_MANY_SIMULTANEOUS_QUERIES
  236, // ABORTED
  241, // MEMORY_LIMIT_EXCEEDED
  242, // TABLE_IS_READ_ONLY
  243, // NOT_ENOUGH_SPACE
  252, // TOO_MANY_PARTS
  394, // QUERY_WAS_CANCELLED
  425, // SYSTEM_ERROR
  439, // CANNOT_SCHEDULE_TASK
]);

export function isNotNow(error: unknown): boolean {
  const { code, message } = engineErrorFrom(error);
  return NOT_NOW.has(code) || /No space left|Disk quota/i.test(message);
}

/** Found unfinished by so many starts: its rows may be what ended the process, and must not do it for ever. */
const RECOVERIES_MAX = 20;

/**
 * Puts a segment into the engine: as a whole under the segment's own token, so that a replay counts once. A whole that
 * is refused for good goes in piece by piece, each under the token its sender gave it; pieces that are refused too are
 * put into quarantine. Rejects when the engine says "not now": the segment stays as it is.
 */
export async function insertSegment(
  segment: Segment,
  inserter: Inserter,
  quarantine: Quarantine,
  reporter: Reporter,
): Promise<void> {
  const { target } = segment;
  const isPoison = segment.recoveries >= RECOVERIES_MAX;
  if (segment.broken) await segment.trim();
  if (!segment.inPieces && !isPoison) {
    try {
      return await inserter.whole(target, segment.slot.name, segment.id);
    } catch (error) {
      if (isNotNow(error)) throw error;
      // Written down first: from now on these rows are known by their own tokens, also after a kill.
      await segment.mark("pieces");
    }
  }
  for (const batch of segment.batches) {
    const rows = await segment.read(batch);
    let reason =
      rows === undefined ? "The rows are not what was written" : "The process ended too often over it";
    if (rows !== undefined && !isPoison) {
      try {
        await inserter.piece(target, rows, batch.token);
        continue;
      } catch (error) {
        if (isNotNow(error)) throw error;
        reason = engineErrorFrom(error).message;
      }
    }
    await quarantine.keep(batch.token, target, rows ?? (await segment.bytesOf(batch)), reason);
    reporter.quarantined({ token: batch.token, sql: target.sql, bytes: batch.bytes, reason });
  }
}
