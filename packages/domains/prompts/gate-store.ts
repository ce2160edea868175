import type { Transaction } from "@triops/database/scoped";
import { defaultLabel } from "./names.ts";
import type { Gate } from "./schemas.ts";

const unset: Gate = {
  protectedLabels: [defaultLabel],
  allowAtCreation: true,
  expiresAfterHours: 168,
  updatedByName: null,
  updatedAt: null,
};

/** What the workspace protects. */
export async function readGateOf(db: Transaction): Promise<Gate> {
  const row = await db.promptGate.findFirst({});
  if (!row) return unset;
  const { protectedLabels, allowAtCreation, expiresAfterHours, updatedByName } = row;
  return {
    protectedLabels,
    allowAtCreation,
    expiresAfterHours,
    updatedByName,
    updatedAt: row.updatedAt.toISOString(),
  };
}

export const isProtected = (label: string, gate: Pick<Gate, "protectedLabels">): boolean =>
  gate.protectedLabels.includes(label);
