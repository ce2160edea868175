"use client";
import { useQuery } from "@tanstack/react-query";
import type { Alert } from "@triops/domains/alerts/schemas";
import type { Deployment } from "@triops/domains/deployments/schemas";
import type { Incident } from "@triops/domains/incidents/schemas";
import type { Metric } from "@triops/domains/metrics/schemas";
import type { Model } from "@triops/domains/models/schemas";
import type { Monitor } from "@triops/domains/monitors/schemas";
import type { PaletteGroup } from "@triops/ui/command-palette";
import { useRouter } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { type Page, read } from "../data/reads.ts";
import { traceIdIn } from "../features/traces/query-terms.ts";
import { paths } from "./paths.ts";

const each = 5;

/** What the palette finds beside places and actions: the nouns that have names. */
export function useSearchResults(): {
  results: readonly PaletteGroup[];
  setText: (text: string) => void;
  searching: boolean;
} {
  const router = useRouter();
  const [typed, setText] = useState("");
  const search = useDeferredValue(typed.trim());
  const enabled = search.length >= 2;
  const query = { search, limit: each };
  const incidents = useQuery({ ...read<Page<Incident>>("/incidents", query), enabled });
  const monitors = useQuery({ ...read<Page<Monitor>>("/monitors", query), enabled });
  const alerts = useQuery({ ...read<Page<Alert>>("/alerts", query), enabled });
  const metrics = useQuery({ ...read<Page<Metric>>("/metrics", query), enabled });
  const models = useQuery({ ...read<Page<Model>>("/models", query), enabled });
  const deployments = useQuery({ ...read<Page<Deployment>>("/deployments", query), enabled });
  const group = (heading: string, items: { id: string; label: string; href: string }[]): PaletteGroup => ({
    heading,
    items: items.map(({ id, label, href }) => ({ id, label, onSelect: () => router.push(href) })),
  });
  const traceId = traceIdIn(search);
  const results = enabled
    ? [
        group(
          "Trace",
          traceId === null
            ? []
            : [{ id: traceId, label: `Open trace ${traceId}`, href: paths.trace(traceId) }],
        ),
        group(
          "Incidents",
          (incidents.data?.data ?? []).map((one) => ({
            id: one.id,
            label: `#${one.number} ${one.title}`,
            href: paths.incident(one.id),
          })),
        ),
        group(
          "Alerts",
          (alerts.data?.data ?? []).map((one) => ({
            id: one.id,
            label: one.title,
            href: paths.alert(one.id),
          })),
        ),
        group(
          "Monitors",
          (monitors.data?.data ?? []).map((one) => ({
            id: one.id,
            label: one.name,
            href: paths.monitor(one.id),
          })),
        ),
        group(
          "Models",
          (models.data?.data ?? []).map((one) => ({
            id: one.id,
            label: one.name,
            href: paths.model(one.name),
          })),
        ),
        group(
          "Deployments",
          (deployments.data?.data ?? []).map((one) => ({
            id: one.id,
            label: one.name,
            href: paths.deployment(one.id),
          })),
        ),
        group(
          "Metrics",
          (metrics.data?.data ?? []).map((one) => ({
            id: one.metric,
            label: one.metric,
            href: paths.metrics({ metric: one.metric }),
          })),
        ),
      ].filter((found) => found.items.length > 0)
    : [];
  const searching = [incidents, monitors, alerts, metrics, models, deployments].some((one) => one.isFetching);
  return { results, setText, searching };
}
