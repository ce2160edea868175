import type { Metadata } from "next";
import { safeNext } from "../../features/sign-in/safe-next.ts";
import { SignIn } from "../../features/sign-in/sign-in-screen.tsx";
import { signInFacts } from "../../server/sign-in-facts.ts";

export const metadata: Metadata = { title: "Sign in" };

type Search = { next?: string; reset?: string; error?: string };

export default async function Page({ searchParams }: { searchParams: Promise<Search> }) {
  const { next, reset, error } = await searchParams;
  const { sso } = signInFacts();
  const notice = reset
    ? "Your password is set. Sign in with it."
    : error
      ? "The identity provider did not let you in. Ask an administrator for an invitation."
      : undefined;
  return (
    <SignIn
      next={safeNext(next)}
      ssoName={sso?.name ?? null}
      ssoProviderId={sso?.providerId ?? ""}
      notice={notice}
    />
  );
}
