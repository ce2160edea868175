"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import type { StarterSummary } from "@triops/domains/dashboards/schemas";
import { Card } from "@triops/ui/card";
import { TextLink } from "@triops/ui/text-link";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { starterAddress } from "./addresses.ts";

/** What Triops can show without anybody having built it: ready where the metrics arrive, named where they do not. */
export function StarterCards({ query }: { query: UseQueryResult<{ data: StarterSummary[] }, Error> }) {
  const fault = errorOf(query.error, () => void query.refetch());
  const all = query.data?.data ?? [];
  const waiting = all.filter((one) => !one.available);
  return (
    <Card title="Built in" aside="made of the metrics that arrive">
      {fault && !query.data ? (
        fault
      ) : (
        <>
          <ul className="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
            {all
              .filter((one) => one.available)
              .map((one) => (
                <li key={one.key} className="rounded-card border border-line-subtle p-3 hover:bg-raised">
                  <p className="flex items-baseline justify-between gap-2">
                    <TextLink
                      href={paths.dashboard(starterAddress(one.key))}
                      className="font-medium text-form"
                    >
                      {one.title}
                    </TextLink>
                    <span className="shrink-0 text-dense text-ink-3">{one.panelCount} panels</span>
                  </p>
                  <p className="mt-0.5 text-body text-ink-2">{one.description}</p>
                </li>
              ))}
          </ul>
          {waiting.length > 0 && (
            <p className="mt-3 text-body text-ink-3">
              Appear with their first data: {waiting.map((one) => one.title).join(", ")}.{" "}
              <TextLink href={paths.sources()}>How to send it</TextLink>
            </p>
          )}
        </>
      )}
    </Card>
  );
}
