import { forbidden } from "@triops/kernel/errors";
import { addMember } from "../members/index.ts";
import { defineVerb } from "../verb.ts";
import { foundWorkspace } from "./found.ts";
import { createInput, workspace } from "./schemas.ts";
import { workspaceView } from "./store.ts";

/** A new tenant, owned by whoever makes it. Only people can: a key belongs to the workspace it was made in. */
export const create = defineVerb({
  name: "workspaces.create",
  permission: "workspaces:own",
  input: createInput,
  output: workspace,
  run: async (work, { name, retentionDays }) => {
    const { db, context, runtime } = work;
    const { actor, origin, requestId } = context;
    if (actor.kind !== "member") throw forbidden("Only a person can own a workspace");
    const founder = await db.member.findFirst({ where: { id: actor.id } });
    if (!founder) throw forbidden("Only a person can own a workspace");
    const { workspace: row } = await foundWorkspace(
      runtime,
      { name, retentionDays, actor, origin, requestId },
      (inside) => addMember(inside, founder.userId, "owner"),
    );
    work.audit({ subject: { type: "workspace", id: row.id }, after: { name: row.name, slug: row.slug } });
    return workspaceView(row);
  },
});
