import type { Metadata } from "next";
import { apiKeyPages } from "../../../../features/api-keys/reads.ts";
import { ApiKeysSettings } from "../../../../features/api-keys/settings-screen.tsx";
import { Prefetched } from "../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "API keys" };

export default function Page() {
  return (
    <Prefetched reads={[apiKeyPages("active")]}>
      <ApiKeysSettings />
    </Prefetched>
  );
}
