"use client";
import { useQuery } from "@tanstack/react-query";
import type { LlmRoute } from "@triops/domains/llm-routes/schemas";
import { Button, ButtonLink } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import {
  bodyOfRoute,
  draftOfRoute,
  emptyRoute,
  hasSharedFallbacks,
  missingInRoute,
  type RouteDraft,
} from "./draft.ts";
import { GuardrailsCard } from "./guardrails-card.tsx";
import { FailureCard, KeepingCard, NameCard } from "./limits-cards.tsx";
import { routeById } from "./reads.ts";
import { TargetsCard } from "./targets-card.tsx";

export function NewRoute() {
  return <RouteForm initial={emptyRoute} />;
}

export function EditRoute({ id }: { id: string }) {
  const query = useQuery(routeById(id));
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const route = query.data;
  if (!route) return <SkeletonRows label="Loading the route" />;
  return <RouteForm initial={() => draftOfRoute(route)} route={route} />;
}

/** Writes a route. What somebody else saved meanwhile is a conflict, never overwritten. */
function RouteForm({ initial, route }: { initial: () => RouteDraft; route?: LlmRoute }) {
  const router = useRouter();
  const change = useChange<LlmRoute>("routes");
  const mayWrite = useRefusal("llm-routes:write");
  const [draft, setDraft] = useState(initial);
  const [began] = useState(route?.revision);
  const update = (part: Partial<RouteDraft>) => setDraft((before) => ({ ...before, ...part }));
  const missing = mayWrite ?? missingInRoute(draft) ?? undefined;
  const faultAt = (start: string) =>
    change.error?.fields.find(({ path }) => path === start || path.startsWith(`${start}.`))?.message;
  const save = () => {
    if (missing) return;
    const onDone = (saved: LlmRoute) => router.push(paths.route(saved.id));
    const body = bodyOfRoute(draft);
    if (route) {
      const path = `/routes/${route.id}`;
      const done = "Saved; all gateways have it within a second";
      change.mutate({ method: "PATCH", path, body: { ...body, revision: began }, done, onDone });
    } else change.mutate({ path: "/routes", body, done: "It answers within a second", onDone });
  };
  const parts = { draft, update, faultAt };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <CrumbLabel>{route?.name ?? "New route"}</CrumbLabel>
      <PageHeader
        title={route ? `Edit ${route.name}` : "New route"}
        answer="A model name that programs ask for, and who answers it."
        actions={
          <>
            <ButtonLink href={route ? paths.route(route.id) : paths.routes()} variant="ghost">
              Cancel
            </ButtonLink>
            <Button type="submit" variant="primary" loading={change.isPending} disabledReason={missing}>
              {route ? "Save route" : "Create route"}
            </Button>
          </>
        }
      />
      <PageBody className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          {route && hasSharedFallbacks(route) && (
            <Notice tone="warning">
              Some fallbacks share a place in the order, which only the API can write. Saving here puts them
              one after the other.
            </Notice>
          )}
          <NameCard {...parts} />
          <TargetsCard draft={draft} update={update} fault={faultAt("targets")} />
          <FailureCard {...parts} />
          <GuardrailsCard draft={draft} update={update} fault={faultAt("guardrails")} />
        </div>
        <aside aria-label="What is kept of calls">
          <KeepingCard {...parts} />
        </aside>
      </PageBody>
    </form>
  );
}
