import type { Role } from "@triops/kernel/context";
import { conflict, forbidden, notFound } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { lastOwnerFault, roleChangeFault } from "./rules.ts";
import { changeRoleInput, member } from "./schemas.ts";
import { auditView, lockRoles, memberView, requireMember } from "./store.ts";

/** @throws forbidden when owners are concerned and the caller is none, conflict for the last owner */
export const changeRole = defineVerb({
  name: "members.change-role",
  permission: "members:admin",
  input: changeRoleInput,
  output: member,
  run: async (work, { id, role }) => {
    const { db, context } = work;
    await lockRoles(work);
    const before = await requireMember(db, id);
    const current = before.role as Role;
    const fault = roleChangeFault(context.actor, current, role);
    if (fault) throw forbidden(fault);
    const last = lastOwnerFault(await db.member.count({ where: { role: "owner" } }), current, role);
    if (last) throw conflict(last);
    const { count } = await db.member.updateMany({ where: { id }, data: { role } });
    if (count === 0) throw notFound("member");
    const after = { ...before, role };
    work.audit({ subject: { type: "member", id }, before: auditView(before), after: auditView(after) });
    return memberView(after);
  },
});
