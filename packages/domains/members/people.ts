import type { Transaction } from "@triops/database/scoped";
import { invalid } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { hashPassword } from "better-auth/crypto";
import { passwordFault } from "./rules.ts";

/** E-mail addresses are kept in lower case, as the sign-in library looks them up. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

/**
 * Makes an account that signs in with a password. Nobody signs up by themselves: accounts are made on the first
 * run, by accepting an invitation, or by the operator on the command line.
 * @throws invalid for a weak password; conflict when the address has an account
 */
export async function createPerson(
  db: Transaction,
  { name, email, password }: { name: string; email: string; password: string },
): Promise<{ id: string; name: string; email: string }> {
  const fault = passwordFault(password, email);
  if (fault) throw invalid("Choose another password", [{ path: "password", message: fault }]);
  const user = await db.user.create({
    // Verified: whoever made the account vouched for the address.
    data: { id: newId(), name, email: normalEmail(email), emailVerified: true },
  });
  await db.account.create({
    data: {
      id: newId(),
      userId: user.id,
      accountId: user.id,
      providerId: "credential",
      password: await hashPassword(password),
    },
  });
  return user;
}
