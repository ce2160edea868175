import { conflict, forbidden, notFound } from "@triops/kernel/errors";
import { newId, randomText } from "@triops/kernel/ids";
import { keyedHash } from "@triops/kernel/secrets";
import { idInput } from "../paging.ts";
import type { Runtime } from "../runtime.ts";
import { defineVerb } from "../verb.ts";
import { invitationDays, roleChangeFault } from "./rules.ts";
import { inviteInput, newInvitation, removed } from "./schemas.ts";

export const hashInvitation = (runtime: Runtime, token: string): string =>
  keyedHash(runtime.secretKey, "invitation", token);

/**
 * Offers somebody membership for a week. The link goes out by e-mail when a mail server is set up and is shown to
 * the inviter in any case. A new offer to the same address replaces the old one.
 */
export const invite = defineVerb({
  name: "members.invite",
  permission: "members:admin",
  input: inviteInput,
  output: newInvitation,
  run: async (work, { email, role }) => {
    const { db, context, runtime } = work;
    const fault = roleChangeFault(context.actor, null, role);
    if (fault) throw forbidden(fault);
    if (await db.member.findFirst({ where: { user: { email } } })) {
      throw conflict("This person is a member already");
    }
    await db.invitation.deleteMany({ where: { email, acceptedAt: null } });
    const token = randomText(40);
    const row = await db.invitation.create({
      data: {
        id: newId(),
        workspaceId: context.workspaceId,
        email,
        role,
        tokenHash: hashInvitation(runtime, token),
        invitedById: context.actor.id,
        expiresAt: new Date(context.now.getTime() + invitationDays * 86_400_000),
      },
    });
    const url = `${runtime.webUrl}/accept-invitation?token=${token}`;
    work.audit({ subject: { type: "invitation", id: row.id }, after: { email, role } });
    if (runtime.mailer.configured) {
      const text = `${context.actor.name} invites you to Triops as ${role}.\n\nAccept within ${invitationDays} days:\n${url}\n`;
      work.afterCommit(() => runtime.mailer.send({ to: email, subject: "Your invitation to Triops", text }));
    }
    return { ...row, url, emailed: runtime.mailer.configured };
  },
});

/** Takes an offer back; its link stops working. */
export const withdraw = defineVerb({
  name: "members.withdraw-invitation",
  permission: "members:admin",
  input: idInput,
  output: removed,
  run: async (work, { id }) => {
    const row = await work.db.invitation.findFirst({ where: { id, acceptedAt: null } });
    if (!row) throw notFound("invitation");
    await work.db.invitation.deleteMany({ where: { id, acceptedAt: null } });
    work.audit({ subject: { type: "invitation", id }, before: { email: row.email, role: row.role } });
    return { id };
  },
});
