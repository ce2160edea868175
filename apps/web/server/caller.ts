import { memberCaller, type SignedIn, signedIn } from "@triops/domains/members/session";
import type { Caller } from "@triops/domains/runtime";
import { newId } from "@triops/kernel/ids";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { originOf } from "../api/origin.ts";
import { wantedWorkspace } from "../api/workspace-choice.ts";
import type { Me } from "../data/me.tsx";
import { web } from "./runtime.ts";

/** Who looks at this page, asked once per request. Pages check for themselves: a proxy or layout is not a guard. */
const session = cache(async (): Promise<SignedIn | null> => {
  const { runtime, auth } = web();
  return signedIn(runtime, auth, await headers());
});

/** The reader of a page. Sends anybody else to the sign-in page and back afterwards. */
export const requireCaller = cache(async (): Promise<Caller> => {
  const { runtime, env } = web();
  const given = await headers();
  const reader = await session();
  if (!reader || reader.memberships.length === 0) {
    const here = given.get("x-triops-path") ?? "/";
    redirect(`/sign-in?next=${encodeURIComponent(here)}`);
  }
  return memberCaller(runtime, reader, wantedWorkspace(given, reader.memberships), {
    requestId: newId(),
    origin: originOf(given, env.TRIOPS_TRUSTED_PROXIES),
    now: runtime.clock.now(),
  });
});

/** What the frame shows of the reader. */
export async function requireMe(): Promise<Me> {
  const caller = await requireCaller();
  const reader = await session();
  const { runtime } = web();
  const current = reader?.memberships.find(({ workspace }) => workspace.id === caller.context.workspaceId);
  if (!reader || !current) redirect("/sign-in");
  return {
    memberId: current.memberId,
    userId: reader.person.id,
    name: reader.person.name,
    email: reader.person.email,
    role: current.role,
    workspace: current.workspace,
    workspaces: reader.memberships.map(({ workspace: { id, slug, name } }) => ({ id, slug, name })),
    webUrl: runtime.webUrl,
    gatewayUrl: runtime.gatewayUrl,
  };
}

/** Whether the reader signs in with a second factor. */
export async function requireTwoFactorState(): Promise<boolean> {
  await requireCaller();
  const reader = await session();
  const { runtime } = web();
  const user = await runtime.database.user.findUnique({ where: { id: reader?.person.id ?? "" } });
  return user?.twoFactorEnabled ?? false;
}

/** Who is signed in, if anybody: for pages that both strangers and members may open. */
export async function signedInEmail(): Promise<string | null> {
  return (await session())?.person.email ?? null;
}
