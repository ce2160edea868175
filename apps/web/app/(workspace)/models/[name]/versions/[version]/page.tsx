import type { ModelVersion } from "@triops/domains/models/schemas";
import type { Metadata } from "next";
import { callRoute } from "../../../../../../api/route-call.ts";
import {
  modelByName,
  versionByNumber,
  versionFiles,
  versionHistory,
  versionLineage,
  versionMetrics,
} from "../../../../../../features/models/reads.ts";
import { VersionDetail } from "../../../../../../features/models/version-screen.tsx";
import { promotionPages } from "../../../../../../features/promotions/reads.ts";
import { requireCaller } from "../../../../../../server/caller.ts";
import { Prefetched } from "../../../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Model version" };

export default async function Page({ params }: { params: Promise<{ name: string; version: string }> }) {
  const given = await params;
  const name = decodeURIComponent(given.name);
  const version = decodeURIComponent(given.version);
  const id = await idOf(name, version);
  const below = id
    ? [
        versionMetrics(id),
        versionFiles(id),
        versionLineage(id),
        versionHistory(id),
        promotionPages({ versionId: id }),
      ]
    : [];
  return (
    <Prefetched reads={[modelByName(name), versionByNumber(name, version), ...below]}>
      <VersionDetail name={name} number={version} />
    </Prefetched>
  );
}

/** What stands on the page is asked for by the version's id. Null: the browser asks, and shows what is wrong. */
async function idOf(name: string, version: string): Promise<string | null> {
  const caller = await requireCaller();
  return callRoute(caller, "GET", "/model-versions/by-number", { name, version }).then(
    (found) => (found as ModelVersion).id,
    () => null,
  );
}
