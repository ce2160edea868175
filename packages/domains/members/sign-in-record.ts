import type { Origin, Role } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import type { Runtime } from "../runtime.ts";
import { inTransaction } from "../work.ts";

/** Writes a sign-in into the audit log of every workspace the person is a member of. */
export const recordSignIn = (
  runtime: Runtime,
  userId: string,
  how: { method: "password" | "sso"; secondFactor: "given" | "asked" | "none" },
  origin: Origin,
): Promise<void> => record(runtime, "members.sign-in", userId, how, origin);

export type CredentialChange =
  | { password: "changed" | "reset" }
  | { secondFactor: "on" | "off" }
  | { backupCodes: "renewed" };

/** The same for a change of what a person signs in with; never with the secret itself. */
export const recordCredentialChange = (
  runtime: Runtime,
  userId: string,
  change: CredentialChange,
  origin: Origin,
): Promise<void> => record(runtime, "members.change-credentials", userId, change, origin);

async function record(
  runtime: Runtime,
  verb: string,
  userId: string,
  after: object,
  origin: Origin,
): Promise<void> {
  const memberships = await runtime.database.member.findMany({ where: { userId }, include: { user: true } });
  for (const { id, workspaceId, role, user } of memberships) {
    const context = {
      workspaceId,
      actor: { kind: "member" as const, id, name: user.name, role: role as Role },
      requestId: newId(),
      origin,
      now: runtime.clock.now(),
    };
    await inTransaction({ runtime, context }, verb, async (work) => {
      work.audit({ subject: { type: "member", id }, after });
    });
  }
}
