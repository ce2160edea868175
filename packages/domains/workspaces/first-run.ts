import { insertKey, keyAuditView, newKeyText, publishAllKeys } from "../api-keys/index.ts";
import { addMember, createPerson, memberAuditView } from "../members/index.ts";
import type { Runtime } from "../runtime.ts";
import { type FirstKeys, firstKeys } from "./first-keys.ts";
import { foundWorkspace } from "./found.ts";

/** What the first run hands over. Made and written down before it is stored, so that a crash loses no password. */
export type FirstCredentials = FirstKeys & { email: string; password: string };

const actor = { kind: "system" as const, id: "first-run", name: "First run" };

export const newCredentials = (password: string): FirstCredentials => ({
  email: "owner@triops.local",
  password,
  apiKey: newKeyText(),
  keys: { ingest: newKeyText(), llm: newKeyText() },
});

/** The workspace that watches this installation, or null before the first run. */
export async function operatorWorkspace(runtime: Runtime): Promise<{ id: string; slug: string } | null> {
  return runtime.database.workspace.findFirst({
    where: { operator: true },
    orderBy: { id: "asc" },
    select: { id: true, slug: true },
  });
}

/** Makes the first workspace with its owner and keys, all or nothing. */
export async function firstRun(
  runtime: Runtime,
  credentials: FirstCredentials,
): Promise<{ id: string; slug: string }> {
  const { workspace } = await foundWorkspace(
    runtime,
    { name: "Home", operator: true, actor },
    async (work) => {
      const person = await createPerson(work.db, { ...credentials, name: "Owner" });
      const owner = await addMember(work, person.id, "owner");
      work.audit({ subject: { type: "member", id: owner.id }, after: memberAuditView(owner) });
      for (const key of firstKeys(credentials)) {
        const row = await insertKey(work, { ...key, expiresAt: null });
        work.audit({ subject: { type: "api-key", id: row.id }, after: keyAuditView(row) });
      }
      work.afterCommit(() => publishAllKeys(work.runtime));
    },
  );
  return { id: workspace.id, slug: workspace.slug };
}
