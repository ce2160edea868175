"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ServiceWithHealth } from "@triops/domains/services/schemas";
import { Link } from "@triops/ui/link";
import { Sparkline } from "@triops/ui/sparkline";
import { TextLink } from "@triops/ui/text-link";
import { paths } from "../../shell/paths.ts";
import { byNeed } from "./by-need.ts";
import { Errors } from "./columns.tsx";
import { HealthBadge } from "./health-badge.tsx";
import { plainFilters, type Span, servicePages } from "./reads.ts";
import { msText, rateText } from "./words.ts";

const shownMax = 8;

/** How the services do, the unwell and the busy first. Nothing while there is none that was asked for anything. */
export function ServiceCards({ span }: { span: Span }) {
  const pages = useInfiniteQuery(servicePages(plainFilters, span));
  const all = pages.data?.pages[0]?.data ?? [];
  const active = all.filter((one) => one.health.state !== "quiet").sort(byNeed);
  if (active.length === 0) return null;
  return (
    <section aria-labelledby="overview-services">
      <h2
        id="overview-services"
        className="mb-2 flex items-baseline gap-2 text-form font-semibold text-ink-1"
      >
        Services
        <TextLink href={paths.services()} className="text-dense">
          {active.length > shownMax ? `All ${all.length}${pages.hasNextPage ? "+" : ""}` : "All"}
        </TextLink>
        <TextLink href={paths.services({ view: "map" })} className="text-dense">
          Map
        </TextLink>
      </h2>
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        {active.slice(0, shownMax).map((service) => (
          <ServiceCard key={service.id} service={service} />
        ))}
      </ul>
    </section>
  );
}

function ServiceCard({ service: { id, name, health } }: { service: ServiceWithHealth }) {
  return (
    <li className="relative flex min-w-0 flex-col gap-2 rounded-card border border-line-subtle p-3 hover:bg-raised">
      <span className="flex min-w-0 items-center justify-between gap-2">
        <Link
          href={paths.service(id)}
          className="min-w-0 truncate text-body font-semibold text-ink-1 after:absolute after:inset-0 hover:underline"
        >
          {name}
        </Link>
        <HealthBadge state={health.state} />
      </span>
      <span className="flex items-end justify-between gap-3">
        <dl className="grid grid-cols-[auto_auto_auto] gap-x-3 text-dense">
          <Figure label="Rate">{rateText(health.requestsPerSecond)}</Figure>
          <Figure label="Errors">
            <Errors ratio={health.errorRatio} count={health.errors} />
          </Figure>
          <Figure label="p95">{msText(health.p95Ms)}</Figure>
        </dl>
        <Sparkline values={health.trend} min={0} widthPx={72} className="shrink-0" />
      </span>
    </li>
  );
}

function Figure({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-3">{label}</dt>
      <dd className="truncate text-ink-1 tabular-nums">{children}</dd>
    </div>
  );
}
