import { z } from "zod";
import { defineVerb } from "../verb.ts";
import { createPerson, normalEmail } from "./people.ts";
import { inviteInput, member } from "./schemas.ts";
import { addMember, auditView, memberView } from "./store.ts";

/**
 * Makes an account with a password and a membership at once: for the operator's command line, which has no route.
 * Somebody who has an account keeps it, password included, and becomes a member.
 */
export const create = defineVerb({
  name: "members.create",
  permission: "members:own",
  input: inviteInput.extend({ name: z.string().trim().min(1).max(100), password: z.string() }),
  output: member,
  run: async (work, { email, name, role, password }) => {
    const known = await work.db.user.findUnique({ where: { email: normalEmail(email) } });
    const person = known ?? (await createPerson(work.db, { email, name, password }));
    const added = await addMember(work, person.id, role);
    work.audit({ subject: { type: "member", id: added.id }, after: auditView(added) });
    return memberView(added);
  },
});
