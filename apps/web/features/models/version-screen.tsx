"use client";
import { useQuery } from "@tanstack/react-query";
import type { Model, ModelVersion } from "@triops/domains/models/schemas";
import { Badge } from "@triops/ui/badge";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { Time } from "@triops/ui/time";
import { lazy, Suspense } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { CrumbLabel } from "../../shell/slots.tsx";
import { VersionPromotion } from "../promotions/version-card.tsx";
import { AliasBadge } from "./alias-badge.tsx";
import { modelByName, versionByNumber, versionFiles } from "./reads.ts";
import { SignatureCard } from "./signature-card.tsx";
import { VersionFacts } from "./version-facts.tsx";
import { VersionMetricsCard } from "./version-metrics-card.tsx";
import { versionAnswer } from "./words.ts";

const LineageCard = lazy(async () => ({ default: (await import("./lineage-card.tsx")).LineageCard }));
const HistoryCard = lazy(async () => ({ default: (await import("./history-card.tsx")).HistoryCard }));

export function VersionDetail({ name, number }: { name: string; number: string }) {
  const query = useQuery(versionByNumber(name, number));
  const parent = useQuery(modelByName(name));
  const found = query.data;
  // The model hears of every move of an alias; what the version says of them may be older.
  const version = found && { ...found, aliases: aliasesOf(parent.data, found) };
  const files = useQuery({ ...versionFiles(version?.id ?? ""), enabled: version !== undefined });
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !version) return <PageBody className="pt-6">{fault}</PageBody>;
  if (!version) return <SkeletonRows label="Loading the version" />;
  const aliases = parent.data?.aliases ?? [];
  const champion = aliases.find((alias) => alias.protected && alias.version !== version.version);
  const guarded = (alias: string) => aliases.some((one) => one.alias === alias && one.protected);
  return (
    <>
      <CrumbLabel>{`${version.modelName} v${version.version}`}</CrumbLabel>
      <PageHeader
        title={
          <>
            {version.modelName} <span className="text-ink-3 tabular-nums">v{version.version}</span>
          </>
        }
        answer={versionAnswer(version, champion ? `${champion.alias} version ${champion.version}` : null)}
        badges={
          <>
            {version.aliases.map((alias) => (
              <AliasBadge key={alias} alias={alias} guarded={guarded(alias)} />
            ))}
            {version.stage !== "None" && <Badge>{version.stage}</Badge>}
            {version.status === "FAILED_REGISTRATION" && <Badge tone="sev1">Failed</Badge>}
            {version.status === "PENDING_REGISTRATION" && <Badge tone="sev4">Pending</Badge>}
          </>
        }
        facts={
          <span>
            Registered <Time at={version.createdAt} /> by {version.createdByName}
          </span>
        }
      />
      <PageBody className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <VersionMetricsCard id={version.id} />
          {errorOf(files.error, () => void files.refetch()) ??
            (files.data ? (
              <SignatureCard signature={files.data.signature} inputExample={files.data.inputExample} />
            ) : (
              <SkeletonRows rows={3} label="Loading the signature" />
            ))}
          <Suspense fallback={<SkeletonRows rows={3} label="Loading where it came from" />}>
            <LineageCard id={version.id} />
            <HistoryCard id={version.id} />
          </Suspense>
        </div>
        <aside className="flex min-w-0 flex-col gap-4" aria-label="Facts">
          <VersionPromotion version={version} model={parent.data} />
          <VersionFacts version={version} files={files.data} />
        </aside>
      </PageBody>
    </>
  );
}

const aliasesOf = (model: Model | undefined, { version, aliases }: ModelVersion): string[] =>
  model ? model.aliases.filter((one) => one.version === version).map(({ alias }) => alias) : aliases;
