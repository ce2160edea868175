import { readOffer } from "@triops/domains/members/join";
import { isTriopsError } from "@triops/kernel/errors";
import { TextLink } from "@triops/ui/text-link";
import type { Metadata } from "next";
import { CentredCard } from "../../features/sign-in/centred-card.tsx";
import { Join } from "../../features/sign-in/join-screen.tsx";
import { signedInEmail } from "../../server/caller.ts";
import { web } from "../../server/runtime.ts";
import { paths } from "../../shell/paths.ts";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

export default async function Page({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const { token = "" } = await searchParams;
  const offer = await readOffer(web().runtime, token).catch((error: unknown) => {
    if (isTriopsError(error) && error.code !== "unavailable") return null;
    throw error;
  });
  if (offer) return <Join token={token} offer={offer} signedInAs={await signedInEmail()} />;
  return (
    <CentredCard title="This invitation is over" footer={<TextLink href={paths.signIn()}>Sign in</TextLink>}>
      <p className="text-body text-ink-2">
        The link was used, withdrawn or has expired. Ask whoever invited you for a new one.
      </p>
    </CentredCard>
  );
}
