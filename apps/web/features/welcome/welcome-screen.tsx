"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ButtonLink } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Snippet } from "@triops/ui/snippet";
import { TextLink } from "@triops/ui/text-link";
import { CircleCheck, CircleDashed } from "lucide-react";
import { useEffect } from "react";
import { useMe } from "../../data/me.tsx";
import { floorToMove } from "../../data/page-time.ts";
import { paths } from "../../shell/paths.ts";
import { metricNames, metricSources } from "../metrics/reads.ts";
import { monitorPages } from "../monitors/reads.ts";
import { otlpSnippet } from "../sources/snippets.ts";
import { welcomedCookie } from "./welcomed-cookie.ts";

/** The overview sends a new owner here once; see `app/(workspace)/page.tsx`. */
function rememberWelcome(): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${welcomedCookie}=yes; path=/; max-age=31536000; samesite=lax`;
}

/** The first page a new owner sees: what already works, and the next step. */
export function Welcome({ nowMs }: { nowMs: number }) {
  const me = useMe();
  useEffect(rememberWelcome, []);
  const span = { fromMs: floorToMove(nowMs) - 3_600_000, toMs: floorToMove(nowMs) };
  const sources = useQuery({ ...metricSources(span), refetchInterval: 5_000 });
  const names = useQuery({ ...metricNames(span), refetchInterval: 5_000 });
  const monitors = useInfiniteQuery(monitorPages({}));
  const metrics = names.data?.data.length ?? 0;
  const watching = monitors.data?.pages.flatMap((page) => page.data).filter((one) => one.enabled).length ?? 0;
  return (
    <>
      <PageHeader
        title={`Welcome to ${me.workspace.name}`}
        answer={
          metrics > 0
            ? "Triops already watches the machine it runs on."
            : "Triops is starting to watch the machine it runs on; the first points arrive within seconds."
        }
        actions={
          <ButtonLink href={paths.overview()} variant="primary">
            Open the overview
          </ButtonLink>
        }
      />
      <PageBody className="max-w-4xl">
        <Card title="Already running">
          <ul className="flex flex-col gap-2 text-body">
            <Done done={(sources.data?.newestSample ?? null) !== null}>
              Metrics arrive through the gateway:{" "}
              <TextLink href={paths.metrics()}>
                {metrics}
                {names.data?.nextCursor ? "+" : ""} metrics
              </TextLink>{" "}
              so far.
            </Done>
            <Done done={watching > 0}>
              <TextLink href={paths.monitors()}>{watching} monitors</TextLink> judge them each minute.
            </Done>
          </ul>
        </Card>
        <Card title="Next: connect your own">
          <ol className="flex list-decimal flex-col gap-3 pl-5 text-body text-ink-2">
            <li>
              <TextLink href={paths.apiKeys()}>Make an API key</TextLink> with the scope “ingest”.
            </li>
            <li>
              Set it for any program with an OpenTelemetry SDK:
              <Snippet {...otlpSnippet(me.gatewayUrl)} className="mt-2" />
            </li>
            <li>
              <TextLink href={paths.members()}>Invite the people</TextLink> who will be woken up.
            </li>
          </ol>
        </Card>
      </PageBody>
    </>
  );
}

function Done({ done, children }: { done: boolean; children: React.ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      {done ? (
        <CircleCheck aria-label="done" className="mt-0.5 size-4 shrink-0 text-ok" />
      ) : (
        <CircleDashed aria-label="waiting" className="mt-0.5 size-4 shrink-0 text-ink-3" />
      )}
      <span>{children}</span>
    </li>
  );
}
