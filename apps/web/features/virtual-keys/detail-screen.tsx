"use client";
import { useQuery } from "@tanstack/react-query";
import { limitsInWords, virtualKeyState } from "@triops/domains/virtual-keys/rules";
import type { NewVirtualKey } from "@triops/domains/virtual-keys/schemas";
import { Card } from "@triops/ui/card";
import { Facts } from "@triops/ui/facts";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { lazy, Suspense, useState } from "react";
import { useMe } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { usePageRange } from "../../data/time-range.ts";
import { PageRangePicker } from "../../shell/page-range-picker.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { ChargesCard } from "../charges/charges-card.tsx";
import { CallSnippets } from "../llm-routes/call-snippets.tsx";
import { KeyState } from "./columns.tsx";
import { KeyActions } from "./key-menu.tsx";
import { useLiveNow } from "./live-now.ts";
import { keyById } from "./reads.ts";
import { SpendBars } from "./spend-bars.tsx";
import { keyAnswer, policyLabels, unpricedLabels } from "./words.ts";

const NewVirtualKeyDialog = lazy(async () => ({
  default: (await import("./new-key-dialog.tsx")).NewVirtualKeyDialog,
}));

const dayMs = 86_400_000;
/** Counters move with every call. */
const freshMs = 5_000;

export function KeyDetail({ id, nowMs }: { id: string; nowMs: number }) {
  const page = usePageRange(nowMs, dayMs);
  const live = useLiveNow();
  const now = live ?? nowMs;
  const { gatewayUrl } = useMe();
  const [made, setMade] = useState<NewVirtualKey | null>(null);
  const query = useQuery({ ...keyById(id), refetchInterval: freshMs });
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const key = query.data;
  if (!key) return <SkeletonRows label="Loading the virtual key" />;
  const state = virtualKeyState(key, new Date(now));
  const ended = state === "revoked" ? "Revoked" : state === "expired" ? "Expired" : null;
  return (
    <>
      <PageRangePicker page={page} />
      <CrumbLabel>{key.name}</CrumbLabel>
      <PageHeader
        title={key.name}
        answer={keyAnswer(key, ended, live)}
        badges={<KeyState row={key} now={now} />}
        actions={<KeyActions virtualKey={key} onMade={setMade} />}
      />
      <PageBody className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <ChargesCard
            title="Calls by route"
            by="route"
            filter={{ key: key.id }}
            span={{ fromMs: page.fromMs, toMs: page.toMs }}
            live={page.live}
            onRangeChange={(next) => page.setRange({ kind: "absolute", ...next })}
          />
          <Card title="From a program">
            <CallSnippets
              gatewayUrl={gatewayUrl}
              model={key.allowedRoutes?.[0]?.name ?? "your-route"}
              keyText={`${key.prefix}_…`}
            />
          </Card>
        </div>
        <aside className="flex min-w-0 flex-col gap-4" aria-label="Facts">
          <Card title="Spend">
            <SpendBars spend={key.spend} of={key.name} />
          </Card>
          <Card title="About">
            <Facts
              items={[
                { label: "Key", value: <span className="font-mono text-dense">{key.prefix}…</span> },
                { label: "Team", value: key.team?.name ?? "none" },
                {
                  label: "May call",
                  value:
                    key.allowedRoutes === null ? (
                      "every route"
                    ) : (
                      <span className="flex flex-wrap gap-x-2">
                        {key.allowedRoutes.map((route) => (
                          <TextLink key={route.id} href={paths.route(route.id)}>
                            {route.name}
                          </TextLink>
                        ))}
                      </span>
                    ),
                },
                {
                  label: "Rate",
                  value:
                    key.limits.requestsPerMinute === null && key.limits.tokensPerMinute === null
                      ? "no limit"
                      : limitsInWords({ ...key.limits, spend: [], unpriced: "allow" }),
                },
                { label: "Models without a price", value: unpricedLabels[key.limits.unpriced].short },
                { label: "If Redis is away", value: policyLabels[key.whenRedisIsAway].label },
                { label: "Last used", value: key.lastUsedAt ? <Time at={key.lastUsedAt} /> : "not yet" },
                {
                  label: "Ends",
                  value: key.expiresAt ? <Time at={key.expiresAt} format="absolute" /> : "never",
                },
                { label: "Made", value: <Time at={key.createdAt} /> },
              ]}
            />
          </Card>
        </aside>
      </PageBody>
      {made && (
        <Suspense>
          <NewVirtualKeyDialog made={made} onClose={() => setMade(null)} />
        </Suspense>
      )}
    </>
  );
}
