import type { Membership } from "@triops/domains/members/session";

export const workspaceHeader = "x-triops-workspace";
/** Remembers the workspace switcher's choice in a browser, where a link cannot carry a header. */
export const workspaceCookie = "triops-workspace";

/**
 * Which workspace a signed-in person's request is about: the header's in any case (and 404 if it is not theirs),
 * else the cookie's while they are still a member there, else null for their first one.
 */
export function wantedWorkspace(headers: Headers, memberships: readonly Membership[]): string | null {
  const named = headers.get(workspaceHeader);
  if (named) return named;
  const remembered = cookieValue(headers.get("cookie") ?? "", workspaceCookie);
  return memberships.some(({ workspace }) => workspace.id === remembered) ? remembered : null;
}

function cookieValue(header: string, name: string): string | null {
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
