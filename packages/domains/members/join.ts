import type { Origin, Role } from "@triops/kernel/context";
import { conflict, forbidden, invalid, notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Runtime } from "../runtime.ts";
import { inTransaction, type Work } from "../work.ts";
import { hashInvitation } from "./invite.ts";
import { createPerson } from "./people.ts";
import type { JoinInput, Offer } from "./schemas.ts";
import { addMember, auditView } from "./store.ts";

type Person = { id: string; email: string; name: string };

/** What an invitation link offers. @throws notFound for an unknown, used, withdrawn or expired one */
export async function readOffer(runtime: Runtime, token: string): Promise<Offer> {
  const row = await requireOffer(runtime, token);
  const workspace = await runtime.database.workspace.findUnique({ where: { id: row.workspaceId } });
  if (!workspace) throw notFound("invitation");
  const user = await runtime.database.user.findUnique({ where: { email: row.email } });
  return {
    workspaceName: workspace.name,
    email: row.email,
    role: row.role as Role,
    hasAccount: user !== null,
  };
}

/**
 * Takes an offer up. Without an account, name and password make one; with one, the person must be signed in as the
 * invited address, so that a forwarded link gives nobody else's account away.
 * @param signedIn who holds the session of this request, if anybody
 */
export async function join(
  runtime: Runtime,
  { token, name, password }: JoinInput,
  signedIn: Person | null,
  origin: Origin,
): Promise<{ workspaceId: string; email: string }> {
  const offer = await requireOffer(runtime, token);
  const existing = await runtime.database.user.findUnique({ where: { email: offer.email } });
  if (existing && signedIn?.id !== existing.id) {
    throw forbidden(`Sign in as ${offer.email} first, then open the link again`);
  }
  if (!existing && (!name || !password)) {
    const missing = [
      ...(name ? [] : [{ path: "name", message: "Tell the others your name" }]),
      ...(password ? [] : [{ path: "password", message: "Choose a password" }]),
    ];
    throw invalid("Some fields are missing or wrong", missing);
  }
  const caller = callerFor(runtime, offer.workspaceId, name ?? existing?.name ?? offer.email, origin);
  await inTransaction(caller, "members.join", async (work) => {
    const person =
      existing ??
      (await createPerson(work.db, { name: name ?? "", email: offer.email, password: password ?? "" }));
    await acceptOffer(work, offer.id, person.id, offer.role as Role);
  });
  return { workspaceId: offer.workspaceId, email: offer.email };
}

/** Takes up every open offer to somebody whose address an identity provider has verified. */
export async function joinInvited(runtime: Runtime, person: Person, origin: Origin = {}): Promise<void> {
  const offers = await runtime.database.invitation.findMany({
    where: { email: person.email, acceptedAt: null, expiresAt: { gt: runtime.clock.now() } },
  });
  for (const offer of offers) {
    const caller = callerFor(runtime, offer.workspaceId, person.name, origin);
    await inTransaction(caller, "members.join", (work) =>
      acceptOffer(work, offer.id, person.id, offer.role as Role),
    );
  }
}

async function acceptOffer(work: Work, id: string, userId: string, role: Role): Promise<void> {
  const { count } = await work.db.invitation.updateMany({
    where: { id, acceptedAt: null },
    data: { acceptedAt: work.context.now },
  });
  if (count === 0) throw conflict("This invitation was used already");
  const added = await addMember(work, userId, role);
  work.audit({ subject: { type: "member", id: added.id }, after: auditView(added) });
}

async function requireOffer(runtime: Runtime, token: string) {
  const row = await runtime.database.invitation.findUnique({
    where: { tokenHash: hashInvitation(runtime, token) },
  });
  if (!row || row.acceptedAt || row.expiresAt <= runtime.clock.now()) throw notFound("invitation");
  return row;
}

/** Somebody who is about to become a member has no rights of their own yet. */
const callerFor = (runtime: Runtime, workspaceId: string, name: string, origin: Origin) => ({
  runtime,
  context: {
    workspaceId,
    actor: { kind: "system" as const, id: "members.join", name },
    requestId: newId(),
    origin,
    now: runtime.clock.now(),
  },
});
