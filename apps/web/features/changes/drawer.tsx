"use client";
import { useQuery } from "@tanstack/react-query";
import { changeSources, kindLabel, removalRefusal } from "@triops/domains/changes/rules";
import type { Change } from "@triops/domains/changes/schemas";
import { Button, ButtonLink } from "@triops/ui/button";
import { Drawer } from "@triops/ui/drawer";
import { Facts } from "@triops/ui/facts";
import { JsonDiff } from "@triops/ui/json-diff";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { Activity, ExternalLink, ScrollText, Trash2 } from "lucide-react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { changeById } from "./reads.ts";
import { ServiceLink } from "./service-link.tsx";

/** On both sides of a change, enough to see what it did. */
const aroundMs = 30 * 60_000;

/** The heading cuts longer titles off. */
const headingChars = 40;

type ChangeDrawerProps = { id: string; onClose: () => void; onPrevious?: () => void; onNext?: () => void };

export function ChangeDrawer({ id, ...drawer }: ChangeDrawerProps) {
  const query = useQuery(changeById(id));
  const fault = errorOf(query.error, () => void query.refetch());
  const change = query.data?.id === id ? query.data : undefined;
  return (
    <Drawer
      title={change?.title ?? "Change"}
      {...drawer}
      {...(change ? { footer: <Footer change={change} onRemoved={drawer.onClose} /> } : {})}
    >
      {change ? <Detail change={change} /> : (fault ?? <SkeletonRows label="Loading the change" />)}
    </Drawer>
  );
}

function Detail({ change }: { change: Change }) {
  const { before, after } = change;
  const silent = (before ?? null) === null && (after ?? null) === null;
  return (
    <div className="flex flex-col gap-4">
      {change.title.length > headingChars && (
        <p className="break-words text-body text-ink-1">{change.title}</p>
      )}
      <Facts
        items={[
          { label: "When", value: <Time at={change.at} format="full" /> },
          { label: "Kind", value: kindLabel(change.kind) },
          {
            label: "Service",
            value: change.service ? <ServiceLink name={change.service} /> : "none in particular",
          },
          { label: "Target", value: change.target ?? "not said" },
          { label: "Who", value: change.actor ?? "not said" },
          { label: "Source", value: changeSources[change.source] },
          ...(change.link ? [{ label: "Link", value: <Origin link={change.link} /> }] : []),
        ]}
      />
      {silent ? (
        <p className="text-dense text-ink-3">What it was before and after was not said.</p>
      ) : (
        <JsonDiff label="Before and after" before={before ?? null} after={after ?? null} />
      )}
    </div>
  );
}

/** Links of Triops's own changes stay inside. */
function Origin({ link }: { link: string }) {
  if (link.startsWith("/")) return <TextLink href={link}>Open it</TextLink>;
  return (
    <TextLink href={link} target="_blank" rel="noreferrer noopener" className="break-all">
      {new URL(link).host} <ExternalLink aria-label="opens elsewhere" className="inline size-3.5" />
    </TextLink>
  );
}

function Footer({ change, onRemoved }: { change: Change; onRemoved: () => void }) {
  const me = useMe();
  const mayWrite = useRefusal("changes:write");
  const remove = useChange("changes");
  const atMs = Date.parse(change.at);
  const around = {
    from: new Date(atMs - aroundMs).toISOString(),
    to: new Date(atMs + aroundMs).toISOString(),
  };
  const why = mayWrite ?? removalRefusal(change, me.memberId) ?? undefined;
  const byHand = change.source === "hand" || change.source === "api";
  return (
    <>
      <ButtonLink size="sm" href={paths.metrics(around)} icon={<Activity aria-hidden="true" />}>
        Metrics around then
      </ButtonLink>
      <ButtonLink
        size="sm"
        href={paths.logs({
          ...around,
          q: change.service ? `service:${JSON.stringify(change.service)}` : null,
        })}
        icon={<ScrollText aria-hidden="true" />}
      >
        Logs around then
      </ButtonLink>
      {byHand && (
        <Button
          size="sm"
          variant="ghost"
          icon={<Trash2 aria-hidden="true" />}
          disabledReason={why}
          loading={remove.isPending}
          onClick={() =>
            remove.mutate({
              method: "DELETE",
              path: `/changes/${change.id}`,
              done: "Change deleted",
              onDone: onRemoved,
            })
          }
        >
          Delete
        </Button>
      )}
    </>
  );
}
