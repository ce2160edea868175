import type { Actor, Role } from "@triops/kernel/context";

export const passwordLengthMin = 12;
export const passwordLengthMax = 128;
export const invitationDays = 7;

/**
 * Length is what counts (NIST SP 800-63B §3.1.1): no rules on character classes, no expiry.
 * @returns what is wrong with it, or null
 */
export function passwordFault(password: string, email = ""): string | null {
  if (password.length < passwordLengthMin) return `Use at least ${passwordLengthMin} characters`;
  if (password.length > passwordLengthMax) return `Use at most ${passwordLengthMax} characters`;
  if (new Set(password).size < 4) return "Use more than a few different characters";
  const name = email.split("@")[0] ?? "";
  const plain = password.toLowerCase();
  if (
    email &&
    (plain === email.toLowerCase() ||
      (name.length > 3 && plain.replaceAll(name.toLowerCase(), "").length < 4))
  )
    return "Do not use your e-mail address as the password";
  return null;
}

/**
 * Why this person may not be given, or lose, this role; null when they may. Only owners make or unmake owners.
 * `next` is null for removal.
 */
export function roleChangeFault(actor: Actor, current: Role | null, next: Role | null): string | null {
  if (current !== "owner" && next !== "owner") return null;
  if (actor.kind === "system" || (actor.kind === "member" && actor.role === "owner")) return null;
  return next === "owner" ? "Only an owner can make somebody an owner" : "Only an owner can change an owner";
}

/** A workspace without an owner could not be managed any more. */
export function lastOwnerFault(owners: number, current: Role, next: Role | null): string | null {
  return current === "owner" && next !== "owner" && owners <= 1
    ? "This is the last owner; make somebody else an owner first"
    : null;
}
