import type { Role } from "@triops/kernel/context";
import { conflict, forbidden } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { memberRemoved } from "./events.ts";
import { lastOwnerFault, roleChangeFault } from "./rules.ts";
import { removed } from "./schemas.ts";
import { auditView, lockRoles, requireMember } from "./store.ts";

/**
 * Takes somebody out of the workspace: their next request finds nothing here any more. The person keeps an account
 * while they are a member elsewhere; otherwise their sessions end too.
 */
export const remove = defineVerb({
  name: "members.remove",
  permission: "members:admin",
  input: idInput,
  output: removed,
  run: async (work, { id }) => {
    const { db, context, runtime } = work;
    await lockRoles(work);
    const before = await requireMember(db, id);
    const current = before.role as Role;
    const fault = roleChangeFault(context.actor, current, null);
    if (fault) throw forbidden(fault);
    const last = lastOwnerFault(await db.member.count({ where: { role: "owner" } }), current, null);
    if (last) throw conflict(last);
    await db.member.deleteMany({ where: { id } });
    const elsewhere = await runtime.database.member.count({
      where: { userId: before.userId, workspaceId: { not: context.workspaceId } },
    });
    if (elsewhere === 0) await db.session.deleteMany({ where: { userId: before.userId } });
    work.audit({ subject: { type: "member", id }, before: auditView(before) });
    work.emit(memberRemoved, { memberId: id });
    return { id };
  },
});
