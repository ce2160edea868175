import { requireVersion } from "../models/index.ts";
import type { GateChecks } from "../models/schemas.ts";
import type { Reading } from "../verb.ts";
import { evidenceOf } from "./evidence.ts";
import { judge, type Smoke } from "./judge.ts";
import type { Check } from "./schemas.ts";

type Asked = { versionId: string; fromVersionId: string | null };

/**
 * Runs every check of a gate against the version that the alias points at. Reads files, and so never within a
 * transaction.
 */
export async function runChecks(
  reading: Reading,
  gate: GateChecks,
  { versionId, fromVersionId }: Asked,
  trial: Smoke,
): Promise<Check[]> {
  const { db } = reading;
  const candidate = await requireVersion(db, versionId);
  // What was deleted since is nothing to compare with.
  const champion = fromVersionId
    ? await db.modelVersion.findFirst({ where: { id: fromVersionId, deletedAt: null } })
    : null;
  const [own, other] = await evidenceOf(reading, champion ? [candidate, champion] : [candidate]);
  if (!own) throw new Error("no evidence of a version that is there");
  return judge(gate, own, other ?? null, trial);
}
