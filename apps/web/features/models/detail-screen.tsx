"use client";
import { useQuery } from "@tanstack/react-query";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TabLinks } from "@triops/ui/tabs";
import { Time } from "@triops/ui/time";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { lazy, Suspense } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { PromotionsCard } from "../promotions/promotions-card.tsx";
import { AboutCard } from "./about-card.tsx";
import { AliasesCard } from "./aliases-card.tsx";
import { GateCard } from "./gate-card.tsx";
import { ModelMenu } from "./model-menu.tsx";
import { modelByName } from "./reads.ts";
import { VersionsCard } from "./versions-card.tsx";
import { modelAnswer } from "./words.ts";

const CardView = lazy(async () => ({ default: (await import("./card-view.tsx")).CardView }));

const views = ["versions", "card"] as const;

export function ModelDetail({ name }: { name: string }) {
  const [view] = useQueryState("view", parseAsStringLiteral(views).withDefault("versions"));
  const query = useQuery(modelByName(name));
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const model = query.data;
  if (!model) return <SkeletonRows label="Loading the model" />;
  return (
    <>
      <CrumbLabel>{model.name}</CrumbLabel>
      <PageHeader
        title={model.name}
        answer={modelAnswer(model)}
        facts={
          <>
            <span>
              Registered <Time at={model.createdAt} /> by {model.createdByName}
            </span>
            <span>
              Changed <Time at={model.updatedAt} />
            </span>
          </>
        }
        actions={<ModelMenu model={model} />}
        tabs={
          <TabLinks
            label="Views of the model"
            items={[
              {
                href: paths.model(name),
                label: "Versions",
                count: model.versions,
                active: view === "versions",
              },
              { href: paths.model(name, { view: "card" }), label: "Card", active: view === "card" },
            ]}
          />
        }
      />
      {view === "card" ? (
        <PageBody className="pt-4">
          <Suspense fallback={<SkeletonRows label="Loading the card" />}>
            <CardView model={model} />
          </Suspense>
        </PageBody>
      ) : (
        <PageBody className="grid gap-4 pt-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="flex min-w-0 flex-col gap-4">
            <VersionsCard model={model} />
            <PromotionsCard modelId={model.id} />
          </div>
          <aside className="flex min-w-0 flex-col gap-4" aria-label="Facts">
            <AliasesCard model={model} />
            <AboutCard model={model} />
            <GateCard model={model} />
          </aside>
        </PageBody>
      )}
    </>
  );
}
