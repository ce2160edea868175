import { idInput } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { listInput, workspace, workspaceList } from "./schemas.ts";
import { requireOwn, workspaceView } from "./store.ts";

/** A person's workspaces; a key's one. */
export const list = defineQuery({
  name: "workspaces.list",
  permission: "workspaces:read",
  input: listInput,
  output: workspaceList,
  run: async ({ db, runtime, context }) => {
    const { actor, workspaceId } = context;
    const self = actor.kind === "member" ? await db.member.findFirst({ where: { id: actor.id } }) : null;
    const memberships = self
      ? await runtime.database.member.findMany({ where: { userId: self.userId }, orderBy: { id: "asc" } })
      : [];
    const ids = self ? memberships.map((row) => row.workspaceId) : [workspaceId];
    const rows = await db.workspace.findMany({ where: { id: { in: ids } }, orderBy: { id: "asc" } });
    return { data: rows.map(workspaceView), nextCursor: null };
  },
});

export const get = defineQuery({
  name: "workspaces.get",
  permission: "workspaces:read",
  input: idInput,
  output: workspace,
  run: async ({ db, context }, { id }) => workspaceView(await requireOwn(db, context, id)),
});
