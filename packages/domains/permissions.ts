import type { Actor, Role, Scope } from "@triops/kernel/context";
import { forbidden } from "@triops/kernel/errors";

/** What a verb asks for: `<noun>:<action>`. */
export type Action = "read" | "write" | "admin" | "own";
export type Permission = `${string}:${Action}`;

/** Each role may do what the roles after it may. The one table of who may do what. */
const actionsByRole: Record<Role, readonly Action[]> = {
  owner: ["read", "write", "admin", "own"],
  admin: ["read", "write", "admin"],
  editor: ["read", "write"],
  viewer: ["read"],
};

const scopeByAction: Record<Action, Scope | null> = {
  read: "read",
  write: "write",
  admin: "admin",
  own: null,
};

export function mayDo(actor: Actor, permission: Permission): boolean {
  const action = permission.slice(permission.indexOf(":") + 1) as Action;
  if (actor.kind === "system") return true;
  if (actor.kind === "member") return actionsByRole[actor.role].includes(action);
  const scope = scopeByAction[action];
  return scope !== null && actor.scopes.includes(scope);
}

/** Why a button is disabled, or null when it is not. Used by screens and by the check itself. */
export function refusal(actor: Actor, permission: Permission): string | null {
  if (mayDo(actor, permission)) return null;
  const action = permission.slice(permission.indexOf(":") + 1) as Action;
  if (actor.kind === "apiKey") {
    const scope = scopeByAction[action];
    return scope ? `This key lacks the scope "${scope}"` : "Only a signed-in owner may do this, no API key";
  }
  const needed = (["viewer", "editor", "admin", "owner"] as const).find((role) =>
    actionsByRole[role].includes(action),
  );
  return `This needs the role ${needed}${actor.kind === "member" ? `; yours is ${actor.role}` : ""}`;
}

/** @throws forbidden */
export function authorise(actor: Actor, permission: Permission): void {
  const reason = refusal(actor, permission);
  if (reason) throw forbidden(reason);
}
