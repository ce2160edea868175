import type { Metadata } from "next";
import { auditPages } from "../../../../features/audit/reads.ts";
import { AuditSettings } from "../../../../features/audit/settings-screen.tsx";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Audit log" };

export default function Page() {
  return (
    <Prefetched reads={[auditPages({})]}>
      <AuditSettings />
    </Prefetched>
  );
}
