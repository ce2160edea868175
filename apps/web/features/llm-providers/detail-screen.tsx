"use client";
import { useQuery } from "@tanstack/react-query";
import { Card } from "@triops/ui/card";
import { Notice } from "@triops/ui/data-states";
import { Facts } from "@triops/ui/facts";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { CopyText } from "@triops/ui/snippet";
import { Time } from "@triops/ui/time";
import { errorOf } from "../../data/screen-states.tsx";
import { CrumbLabel } from "../../shell/slots.tsx";
import { ProviderActions } from "./actions.tsx";
import { HealthCard } from "./health-card.tsx";
import { KindIcon } from "./kind-icon.tsx";
import { providerById, providerHealth, providerModels } from "./reads.ts";
import { RoutesCard } from "./routes-card.tsx";
import { DemonstrationBadge, ProviderState } from "./state-badge.tsx";
import { TestOutcome } from "./test-result.tsx";
import { healthText, kindTitle } from "./words.ts";

const freshMs = 10_000;
/** More names than this are a catalogue, not a help. */
const modelsShown = 40;

export function ProviderDetail({ id }: { id: string }) {
  const query = useQuery(providerById(id));
  const health = useQuery({ ...providerHealth([id]), refetchInterval: freshMs });
  const models = useQuery(providerModels(id));
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const provider = query.data;
  if (!provider) return <SkeletonRows label="Loading the provider" />;
  const now = health.data?.data[0];
  const offered = models.data?.data ?? [];
  return (
    <>
      <CrumbLabel>{provider.name}</CrumbLabel>
      <PageHeader
        title={provider.name}
        answer={
          provider.enabled
            ? now && health.data
              ? healthText(now, health.data.minutes)
              : undefined
            : "It is switched off: its targets are passed over."
        }
        badges={
          <>
            <KindIcon kind={provider.kind} />
            <ProviderState provider={provider} health={now} />
            <DemonstrationBadge kind={provider.kind} />
          </>
        }
        actions={<ProviderActions provider={provider} />}
      />
      <PageBody className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          {provider.kind === "demonstration" && (
            <Notice>
              It answers by rules, to try things out: no model is behind it, and no answer is to be believed.
            </Notice>
          )}
          <HealthCard health={now} minutes={health.data?.minutes ?? 15} />
          <RoutesCard providerId={provider.id} />
        </div>
        <aside className="flex min-w-0 flex-col gap-4" aria-label="Facts">
          <Card title="Last test">
            {provider.lastTest ? (
              <TestOutcome result={provider.lastTest} />
            ) : (
              <p className="text-body text-ink-3">It was saved without one.</p>
            )}
          </Card>
          <Card title="About">
            <Facts
              items={[
                { label: "Kind", value: kindTitle(provider.kind) },
                {
                  label: "Speaks",
                  value: provider.dialect === "anthropic" ? "Anthropic's format" : "OpenAI's format",
                },
                { label: "Address", value: <CopyText label="address" value={provider.baseUrl} /> },
                {
                  label: "Key",
                  value: !provider.hasCredential
                    ? "takes none"
                    : provider.credentialEnding
                      ? `ends in ${provider.credentialEnding}`
                      : "sealed",
                },
                ...(provider.apiVersion ? [{ label: "API version", value: provider.apiVersion }] : []),
                ...(provider.headerNames.length > 0
                  ? [{ label: "Headers", value: provider.headerNames.join(", ") }]
                  : []),
                { label: "Prices of", value: provider.priceProvider ?? "whatever the model's name says" },
                { label: "Changed", value: <Time at={provider.updatedAt} /> },
              ]}
            />
          </Card>
          <Card title="Models it offers" aside={offered.length > 0 ? String(offered.length) : undefined}>
            {offered.length === 0 ? (
              <p className="text-body text-ink-3">
                {models.isPending
                  ? "Asking it…"
                  : (models.error?.message ?? models.data?.reason ?? "It does not list them.")}
              </p>
            ) : (
              <ul className="flex flex-wrap gap-1.5">
                {offered.slice(0, modelsShown).map((model) => (
                  <li
                    key={model.id}
                    className="max-w-full truncate rounded-control bg-sunken px-1.5 font-mono text-dense text-ink-2"
                  >
                    {model.id}
                  </li>
                ))}
                {offered.length > modelsShown && (
                  <li className="text-dense text-ink-3">and {offered.length - modelsShown} more</li>
                )}
              </ul>
            )}
          </Card>
        </aside>
      </PageBody>
    </>
  );
}
