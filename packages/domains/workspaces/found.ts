import type { Actor, Origin } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import type { Runtime } from "../runtime.ts";
import { inTransaction, type Work } from "../work.ts";
import { freeSlug, slugOf } from "./rules.ts";
import { auditView, type Row } from "./store.ts";

type Founding = {
  name: string;
  /** From the name, unless given. */
  slug?: string | undefined;
  retentionDays?: number | undefined;
  operator?: boolean | undefined;
  demonstration?: boolean | undefined;
  /** Who founds it, as the audit log of the new workspace shows. */
  actor: Actor;
  origin?: Origin | undefined;
  requestId?: string | undefined;
};

/** Makes a workspace and whatever `furnish` puts into it, in one transaction inside the new workspace. */
export async function foundWorkspace<T>(
  runtime: Runtime,
  founding: Founding,
  furnish: (work: Work, workspace: Row) => Promise<T>,
): Promise<{ workspace: Row; furnished: T }> {
  const { name, actor, retentionDays = 30, operator = false, demonstration = false } = founding;
  const now = runtime.clock.now();
  const id = newId(now.getTime());
  const context = {
    workspaceId: id,
    actor,
    requestId: founding.requestId ?? newId(),
    origin: founding.origin ?? {},
    now,
  };
  return inTransaction({ runtime, context }, "workspaces.create", async (work) => {
    const wanted = founding.slug ?? slugOf(name);
    const similar = await work.db.workspace.findMany({
      where: { slug: { startsWith: wanted } },
      select: { slug: true },
    });
    const slug = freeSlug(wanted, new Set(similar.map((row) => row.slug)));
    const workspace = await work.db.workspace.create({
      data: { id, slug, name, retentionDays, operator, demonstration },
    });
    work.audit({ subject: { type: "workspace", id }, after: auditView(workspace) });
    const furnished = await furnish(work, workspace);
    return { workspace, furnished };
  });
}
