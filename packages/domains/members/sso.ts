import type { Runtime } from "../runtime.ts";

/** An OpenID Connect provider, set up by the operator. */
export type SsoSettings = { issuer: string; clientId: string; clientSecret: string; name: string };

export const ssoProviderId = "oidc";

/** The provider as the sign-in library wants it described. */
export const ssoProvider = ({ issuer, clientId, clientSecret, name }: SsoSettings) => ({
  providerId: ssoProviderId,
  name,
  clientId,
  clientSecret,
  discoveryUrl: `${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`,
  // Whoever the identity token names becomes somebody here, so it must be verified, never only decoded.
  requireIdTokenVerification: true,
  scopes: ["openid", "email", "profile"],
  pkce: true,
});

/** Only members, and people with an open invitation, get in through the identity provider. */
export async function mayEnter(
  runtime: Runtime,
  email: string | undefined,
  verified: boolean,
): Promise<boolean> {
  if (!email || !verified) return false;
  const address = email.trim().toLowerCase();
  const member = await runtime.database.member.findFirst({ where: { user: { email: address } } });
  if (member) return true;
  const invited = await runtime.database.invitation.findFirst({
    where: { email: address, acceptedAt: null, expiresAt: { gt: runtime.clock.now() } },
  });
  return invited !== null;
}
