import { systemContext } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { insertKey, keyAuditView, publishAllKeys } from "../api-keys/index.ts";
import type { Runtime } from "../runtime.ts";
import { inTransaction } from "../work.ts";
import { type FirstKeys, firstKeys } from "./first-keys.ts";

/**
 * Keys of the operator's workspace when the file that held the first ones is gone. The lost ones end: nobody knows
 * who has that file. Passwords are not touched.
 */
export async function renewFirstKeys(runtime: Runtime, workspaceId: string, fresh: FirstKeys): Promise<void> {
  const context = systemContext(workspaceId, "first-run", runtime.clock.now(), newId());
  await inTransaction({ runtime, context }, "api-keys.create", async (work) => {
    await work.db.apiKey.updateMany({
      where: { createdById: "first-run", revokedAt: null },
      data: { revokedAt: context.now },
    });
    for (const key of firstKeys(fresh)) {
      const row = await insertKey(work, { ...key, expiresAt: null });
      work.audit({ subject: { type: "api-key", id: row.id }, after: keyAuditView(row) });
    }
    work.afterCommit(() => publishAllKeys(runtime));
  });
}
