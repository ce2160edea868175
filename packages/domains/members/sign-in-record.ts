import type { Origin, Role } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import type { Runtime } from "../runtime.ts";
import { inTransaction } from "../work.ts";

/** Writes a sign-in into the audit log of every workspace the person is a member of. */
export async function recordSignIn(
  runtime: Runtime,
  userId: string,
  how: { method: "password" | "sso"; secondFactor: "given" | "asked" | "none" },
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
    await inTransaction({ runtime, context }, "members.sign-in", async (work) => {
      work.audit({ subject: { type: "member", id }, after: how });
    });
  }
}
