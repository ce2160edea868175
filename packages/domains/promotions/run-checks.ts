import { gateOfModel, requireVersion } from "../models/index.ts";
import type { GateChecks } from "../models/schemas.ts";
import type { Reading } from "../verb.ts";
import { evidenceOf } from "./evidence.ts";
import { judge, type Smoke } from "./judge.ts";
import { stateAfter } from "./rules.ts";
import type { Check } from "./schemas.ts";

export type Checked = {
  checks: Check[];
  state: "checking" | "waiting" | "failed";
  /** What the alias points at now: what the checks compared with. */
  fromVersionId: string | null;
  fromVersion: number | null;
  gate: GateChecks;
};

type Asked = { modelId: string; alias: string; versionId: string | null };

/** Runs every check but the trial, whose result is handed in: it belongs to the version alone. */
export async function runChecks(reading: Reading, asked: Asked, smoke: Smoke): Promise<Checked> {
  const { db } = reading;
  const { modelId, alias, versionId } = asked;
  const gate = (await gateOfModel(db, modelId)).checks;
  const at = await db.modelAlias.findFirst({ where: { modelId, alias } });
  const place = { fromVersionId: at?.versionId ?? null, fromVersion: at?.version ?? null, gate };
  // To take an alias away there is nothing to measure; it needs the second person only.
  if (versionId === null) return { ...place, checks: [], state: "waiting" };
  const candidate = await evidenceOf(reading, await requireVersion(db, versionId));
  const champion =
    at && at.versionId !== versionId
      ? await evidenceOf(reading, await requireVersion(db, at.versionId))
      : null;
  const checks = judge(gate, candidate, champion, smoke);
  return { ...place, checks, state: stateAfter(checks) };
}
