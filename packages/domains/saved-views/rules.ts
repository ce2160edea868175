import type { Actor } from "@triops/kernel/context";

type Owned = { ownerId: string; shared: boolean };

/** A private view is its owner's alone; a shared one everybody's. */
export const maySee = (view: Owned, actor: Actor): boolean => view.shared || view.ownerId === actor.id;

/** Why somebody may not change a view they see, or null when they may. */
export function changeRefusal(view: Owned, actor: Actor): string | null {
  if (view.ownerId === actor.id || actor.kind === "system") return null;
  const isAdmin =
    actor.kind === "member"
      ? actor.role === "owner" || actor.role === "admin"
      : actor.scopes.includes("admin");
  return isAdmin ? null : "Only who saved this view, or an admin, may change it";
}
