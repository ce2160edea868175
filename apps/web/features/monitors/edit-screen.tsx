"use client";
import { useQuery } from "@tanstack/react-query";
import { PageBody } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { errorOf } from "../../data/screen-states.tsx";
import { draftOf } from "./draft.ts";
import { MonitorForm } from "./form-screen.tsx";
import { monitorById } from "./reads.ts";

export function MonitorEdit({ id, nowMs }: { id: string; nowMs: number }) {
  const query = useQuery(monitorById(id));
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault) return <PageBody className="pt-6">{fault}</PageBody>;
  if (!query.data) return <SkeletonRows label="Loading the monitor" />;
  return <MonitorForm initial={draftOf(query.data)} id={id} nowMs={nowMs} />;
}
