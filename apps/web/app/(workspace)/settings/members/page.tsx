import type { Metadata } from "next";
import { invitationPages, memberPages } from "../../../../features/members/reads.ts";
import { MembersSettings } from "../../../../features/members/settings-screen.tsx";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Members" };

export default function Page() {
  return (
    <Prefetched reads={[memberPages(), invitationPages()]}>
      <MembersSettings />
    </Prefetched>
  );
}
