import type { Metadata } from "next";
import { Profile } from "../../../../features/profile/profile-screen.tsx";
import { requireTwoFactorState } from "../../../../server/caller.ts";

export const metadata: Metadata = { title: "Your profile" };

export default async function Page() {
  return <Profile twoFactor={await requireTwoFactorState()} />;
}
