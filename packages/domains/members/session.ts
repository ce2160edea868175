import type { Origin, Role } from "@triops/kernel/context";
import { notFound, unauthenticated, unavailable } from "@triops/kernel/errors";
import type { Caller, Runtime } from "../runtime.ts";
import type { Auth } from "./auth.ts";

export type Person = { id: string; name: string; email: string };

export type Membership = {
  memberId: string;
  role: Role;
  workspace: { id: string; slug: string; name: string; operator: boolean; demonstration: boolean };
};

export type SignedIn = {
  person: Person;
  memberships: Membership[];
  /** To be sent back: a session in use lives on, and so must its cookie. */
  setCookies: string[];
};

/** Who holds this session and where they are a member, both as of now; null without a session. */
export async function signedIn(runtime: Runtime, auth: Auth, headers: Headers): Promise<SignedIn | null> {
  if (!headers.get("cookie")) return null;
  const { response: found, headers: answer } = await auth.api
    .getSession({ headers, returnHeaders: true })
    .catch((cause: unknown) => {
      // A missing or ended session is null; whatever is thrown is a store that is away.
      throw unavailable("Sessions cannot be checked right now", { internal: String(cause), cause });
    });
  if (!found) return null;
  const rows = await runtime.database.member.findMany({
    where: { userId: found.user.id },
    orderBy: { id: "asc" },
  });
  const workspaces = await runtime.database.workspace.findMany({
    where: { id: { in: rows.map((row) => row.workspaceId) } },
    select: { id: true, slug: true, name: true, operator: true, demonstration: true },
  });
  const memberships = rows.flatMap((row): Membership[] => {
    const workspace = workspaces.find(({ id }) => id === row.workspaceId);
    return workspace ? [{ memberId: row.id, role: row.role as Role, workspace }] : [];
  });
  const { id, name, email } = found.user;
  return { person: { id, name, email }, memberships, setCookies: answer.getSetCookie() };
}

/**
 * The membership a request is about: the named workspace's, otherwise the first one.
 * @param wanted a workspace's id or slug
 * @throws unauthenticated without any membership, notFound for somebody else's workspace
 */
export function chooseMembership(memberships: readonly Membership[], wanted: string | null): Membership {
  if (wanted) {
    const named = memberships.find(({ workspace }) => workspace.id === wanted || workspace.slug === wanted);
    if (!named) throw notFound("workspace");
    return named;
  }
  const first = memberships[0];
  if (!first) throw unauthenticated("You are not a member of any workspace; ask for an invitation");
  return first;
}

/** The caller that a signed-in person is, in the workspace that the request is about. */
export function memberCaller(
  runtime: Runtime,
  { person, memberships }: SignedIn,
  wanted: string | null,
  request: { requestId: string; origin: Origin; now: Date },
): Caller {
  const { memberId, role, workspace } = chooseMembership(memberships, wanted);
  return {
    runtime,
    context: {
      workspaceId: workspace.id,
      actor: { kind: "member", id: memberId, name: person.name, role },
      ...request,
    },
  };
}
