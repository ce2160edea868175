import type { Transaction } from "@triops/database/scoped";
import type { Work } from "../work.ts";
import { publishKeys } from "./snapshot.ts";
import { auditView, type Row } from "./store.ts";

/** The API keys that these virtual keys are, newest first; ended ones too. */
export async function keysOfVirtual(
  db: Transaction,
  virtualKeyIds: readonly string[],
): Promise<Map<string, Row[]>> {
  const rows = await db.apiKey.findMany({
    where: { virtualKeyId: { in: [...virtualKeyIds] } },
    orderBy: { id: "desc" },
  });
  return Map.groupBy(rows, (row) => row.virtualKeyId ?? "");
}

/** All of them end with the virtual key. */
export async function endKeysOfVirtual(work: Work, virtualKeyId: string): Promise<void> {
  const rows = await work.db.apiKey.updateManyAndReturn({
    where: { virtualKeyId, revokedAt: null },
    data: { revokedAt: work.context.now },
  });
  announce(work, rows);
}

/** The ones that are about to be replaced: they go on for a while, or as long as they would have. */
export async function limitKeysOfVirtual(
  work: Work,
  virtualKeyId: string,
  endsAt: (key: Row) => Date,
): Promise<void> {
  const { db } = work;
  const before = await db.apiKey.findMany({ where: { virtualKeyId, revokedAt: null } });
  const rows: Row[] = [];
  for (const row of before) {
    const [after] = await db.apiKey.updateManyAndReturn({
      where: { id: row.id, revokedAt: null },
      data: { expiresAt: endsAt(row) },
    });
    if (after) rows.push(after);
  }
  announce(work, rows);
}

export async function renameKeysOfVirtual({ db }: Work, virtualKeyId: string, name: string): Promise<void> {
  await db.apiKey.updateMany({ where: { virtualKeyId }, data: { name } });
}

function announce(work: Work, rows: readonly Row[]): void {
  for (const row of rows) work.audit({ subject: { type: "api-key", id: row.id }, after: auditView(row) });
  if (rows.length > 0) {
    work.afterCommit(() =>
      publishKeys(
        work.runtime,
        rows.map(({ id }) => id),
      ),
    );
  }
}
