"use client";
import { createAuthClient } from "better-auth/client";
import { twoFactorClient } from "better-auth/client/plugins";

/** Sign-in, sign-out, password and second factor; everything else goes through the JSON API. */
export const auth = createAuthClient({
  basePath: "/api/auth",
  plugins: [twoFactorClient()],
});

/** A refusal in words that help; the library's own texts are for developers. */
export function authMessage(
  error: { status?: number; code?: string; message?: string } | null,
): string | null {
  if (!error) return null;
  if (error.status === 429) return "Too many attempts. Wait a minute and try again.";
  if (error.code === "INVALID_EMAIL_OR_PASSWORD")
    return "This e-mail address and password do not belong together.";
  if (error.code === "INVALID_CODE") return "This code is wrong or no longer valid.";
  if (error.code === "INVALID_PASSWORD") return "This is not your password.";
  if (error.code === "INVALID_TOKEN") return "This link has expired or was used already. Ask for a new one.";
  return error.message ?? "That did not work. Try again.";
}
