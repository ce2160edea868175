import type { Database } from "@triops/database/client";
import { type AuditFacts, chainHash, genesisHash } from "./append.ts";
import type { ChainFault, Verification } from "./schemas.ts";

const batch = 500;

type StoredEvent = AuditFacts & { prevHash: string; hash: string };

/** Where a chain stands while it is walked. */
export type ChainPlace = { seq: number; hash: string };
export const chainStart: ChainPlace = { seq: 0, hash: genesisHash };

/**
 * Judges the next rows of a chain, ordered by `seq`.
 * @returns where the chain stands afterwards, or the first fault
 */
export function walkChain(place: ChainPlace, rows: readonly StoredEvent[]): ChainPlace | ChainFault {
  let { seq, hash } = place;
  for (const row of rows) {
    if (row.seq !== seq + 1) {
      return { seq: seq + 1, kind: "missing", text: `Row ${seq + 1} is missing; the next one is ${row.seq}` };
    }
    if (row.prevHash !== hash) {
      return { seq: row.seq, kind: "moved", text: `Row ${row.seq} does not follow the row before it` };
    }
    if (chainHash(row.prevHash, factsOf(row)) !== row.hash) {
      return { seq: row.seq, kind: "edited", text: `Row ${row.seq} is not as it was written` };
    }
    seq = row.seq;
    hash = row.hash;
  }
  return { seq, hash };
}

/** Whether the end of the chain is where its head says; a cut tail leaves every remaining row intact. */
export function judgeEnd(place: ChainPlace, head: ChainPlace): ChainFault | null {
  if (place.seq === head.seq && place.hash === head.hash) return null;
  if (place.seq < head.seq) {
    return {
      seq: place.seq + 1,
      kind: "cut",
      text: `Rows ${place.seq + 1} to ${head.seq} are missing at the end`,
    };
  }
  return { seq: place.seq, kind: "edited", text: `The head of the chain says ${head.seq}, not ${place.seq}` };
}

/** Reads a workspace's audit rows from first to last and finds the first that was edited, dropped or moved. */
export async function verifyChain(database: Database, workspaceId: string): Promise<Verification> {
  // The head first: rows appended while the walk goes on are beyond it and not asked for.
  const stored = await database.auditHead.findUnique({ where: { workspaceId } });
  const head = stored ?? chainStart;
  let place: ChainPlace = chainStart;
  for (;;) {
    const rows = await database.auditEvent.findMany({
      where: { workspaceId, seq: { gt: place.seq, ...(stored ? { lte: head.seq } : {}) } },
      orderBy: { seq: "asc" },
      take: batch,
    });
    const walked = walkChain(place, rows as unknown as StoredEvent[]);
    if ("kind" in walked) return { checked: place.seq, fault: walked };
    place = walked;
    if (rows.length < batch) break;
  }
  return { checked: place.seq, fault: judgeEnd(place, head) };
}

export type WorkspaceVerification = Verification & { workspaceId: string; slug: string };

/** Every workspace's chain, for `triops doctor`. */
export async function verifyAllChains(database: Database): Promise<WorkspaceVerification[]> {
  const workspaces = await database.workspace.findMany({ orderBy: { id: "asc" } });
  const results: WorkspaceVerification[] = [];
  for (const { id, slug } of workspaces) {
    results.push({ workspaceId: id, slug, ...(await verifyChain(database, id)) });
  }
  return results;
}

/** The fields that the hash covers, in the shape they had when it was made. */
function factsOf(row: StoredEvent): AuditFacts {
  const { seq, at, actorKind, actorId, actorName, verb, subjectType, subjectId } = row;
  const { before, after, ip, userAgent, requestId } = row;
  return {
    seq,
    at,
    actorKind,
    actorId,
    actorName,
    verb,
    subjectType,
    subjectId,
    before: before ?? null,
    after: after ?? null,
    ip,
    userAgent,
    requestId,
  };
}
