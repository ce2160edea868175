import type { Samples } from "../testing.ts";
import { inTransaction } from "../work.ts";

export const samples: Samples = {
  "audit-events.get": async (caller) => {
    await inTransaction(caller, "test.change", async (work) => {
      work.audit({ subject: { type: "test", id: "1" }, after: { changed: true } });
    });
    const { workspaceId } = caller.context;
    const { id } = await caller.runtime.database.auditEvent.findFirstOrThrow({ where: { workspaceId } });
    return { id };
  },
};
