"use client";
import { useQuery } from "@tanstack/react-query";
import type { Dashboard } from "@triops/domains/dashboards/schemas";
import { PageBody } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { useMemo, useState } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { newId, starterKeyOf } from "./addresses.ts";
import { blankModel } from "./edit/changes.ts";
import { LoadedDashboard } from "./loaded-dashboard.tsx";
import { dashboardById, dashboardStarter } from "./reads.ts";

type ScreenProps = { id: string; nowMs: number };

/** A dashboard by its address: one that is kept, one that Triops makes, or one that is not saved yet. */
export function DashboardScreen({ id, nowMs }: ScreenProps) {
  const starter = starterKeyOf(id);
  if (id === newId) return <NewDashboard nowMs={nowMs} />;
  return starter ? (
    <StarterDashboard address={id} starter={starter} nowMs={nowMs} />
  ) : (
    <StoredDashboard id={id} nowMs={nowMs} />
  );
}

function NewDashboard({ nowMs }: { nowMs: number }) {
  const base = useMemo(() => ({ version: 0, model: blankModel() }), []);
  return <LoadedDashboard id={newId} kind="new" base={base} stored={null} nowMs={nowMs} />;
}

function StarterDashboard({ address, starter, nowMs }: { address: string; starter: string; nowMs: number }) {
  const query = useQuery(dashboardStarter(starter));
  const fault = errorOf(query.error, () => void query.refetch());
  if (!query.data) return <Waiting fault={fault} />;
  return (
    <LoadedDashboard
      id={address}
      kind="starter"
      base={{ version: 0, model: query.data.model }}
      stored={null}
      nowMs={nowMs}
    />
  );
}

function StoredDashboard({ id, nowMs }: ScreenProps) {
  // Who deletes it is still here while the list is fetched; asking again would find nothing.
  const [isGoing, setGoing] = useState(false);
  const query = useQuery({ ...dashboardById(id), enabled: !isGoing });
  const fault = errorOf(query.error, () => void query.refetch());
  const data: Dashboard | undefined = query.data;
  if (!data) return <Waiting fault={fault} />;
  return (
    <LoadedDashboard
      key={id}
      id={id}
      kind="stored"
      base={{ version: data.version, model: data.model }}
      stored={data}
      onGoing={setGoing}
      nowMs={nowMs}
    />
  );
}

function Waiting({ fault }: { fault: React.ReactNode }) {
  return fault ? (
    <PageBody className="pt-6">{fault}</PageBody>
  ) : (
    <SkeletonRows label="Loading the dashboard" />
  );
}
