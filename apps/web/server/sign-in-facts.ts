import { ssoOf, web } from "./runtime.ts";

export type SignInFacts = {
  /** False: passwords are reset with `triops user reset-password`, and invitations are handed over as links. */
  mail: boolean;
  /** The name on the button, or null when no identity provider is set up. */
  sso: { providerId: "oidc"; name: string } | null;
};

/** What the sign-in page can offer. */
export function signInFacts(): SignInFacts {
  const { runtime, env } = web();
  const sso = ssoOf(env);
  return { mail: runtime.mailer.configured, sso: sso ? { providerId: "oidc", name: sso.name } : null };
}
