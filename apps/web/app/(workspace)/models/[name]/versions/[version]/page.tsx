import type { Metadata } from "next";
import { modelByName, versionByNumber } from "../../../../../../features/models/reads.ts";
import { VersionDetail } from "../../../../../../features/models/version-screen.tsx";
import { Prefetched } from "../../../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Model version" };

export default async function Page({ params }: { params: Promise<{ name: string; version: string }> }) {
  const given = await params;
  const name = decodeURIComponent(given.name);
  const version = decodeURIComponent(given.version);
  return (
    <Prefetched reads={[modelByName(name), versionByNumber(name, version)]}>
      <VersionDetail name={name} number={version} />
    </Prefetched>
  );
}
