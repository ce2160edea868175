"use client";
import { useQuery } from "@tanstack/react-query";
import { blockedBecause } from "@triops/domains/silences/rules";
import type { Silence } from "@triops/domains/silences/schemas";
import { Button, ButtonLink } from "@triops/ui/button";
import { ConfirmDialog } from "@triops/ui/dialog";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { Elapsed, Time } from "@triops/ui/time";
import { useZone } from "@triops/ui/zone";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { whereOf } from "../alerts/filters.ts";
import { Conditions, SilenceState } from "./columns.tsx";
import { draftOf } from "./draft.ts";
import { SilencePreview } from "./preview.tsx";
import { silenceById } from "./reads.ts";
import { SilenceForm } from "./silence-form.tsx";

export function SilenceDetail({ id }: { id: string }) {
  const query = useQuery(silenceById(id));
  const { zone } = useZone();
  const mayWrite = useRefusal("silences:write");
  const [editing, setEditing] = useState(false);
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const silence = query.data;
  if (!silence) return <SkeletonRows label="Loading the silence" />;
  const title = silence.comment || "Silence without a reason";
  return (
    <>
      <CrumbLabel>{title}</CrumbLabel>
      <PageHeader
        title={title}
        badges={<SilenceState state={silence.state} />}
        facts={
          <>
            <span>By {silence.createdBy}</span>
            <span>
              {silence.state === "pending" ? "Begins" : "Began"} <Time at={silence.startsAt} />
            </span>
            <span>
              {silence.state === "expired" ? "Ended" : "Ends"} <Time at={silence.endsAt} />
            </span>
            <span>
              Lasts <Elapsed from={silence.startsAt} to={silence.endsAt} />
            </span>
          </>
        }
        actions={
          silence.state === "expired" ? (
            <ButtonLink href={paths.newSilence({ where: whereOf(silence.matchers) })}>
              Silence again
            </ButtonLink>
          ) : (
            <>
              <Button
                disabledReason={mayWrite ?? blockedBecause.update(silence.state) ?? undefined}
                onClick={() => setEditing(!editing)}
              >
                {editing ? "Stop editing" : "Edit"}
              </Button>
              <EndButton silence={silence} />
            </>
          )
        }
      />
      <PageBody>
        {editing && silence.state !== "expired" ? (
          <SilenceForm initial={draftOf(silence, zone)} silence={silence} onDone={() => setEditing(false)} />
        ) : (
          <>
            <Conditions matchers={silence.matchers} />
            <SilencePreview matchers={silence.matchers} ended={silence.state === "expired"} />
          </>
        )}
      </PageBody>
    </>
  );
}

function EndButton({ silence }: { silence: Silence }) {
  const change = useChange<Silence>("silences");
  const mayWrite = useRefusal("silences:write");
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="primary"
        disabledReason={mayWrite ?? blockedBecause.expire(silence.state) ?? undefined}
        onClick={() => setAsking(true)}
      >
        End now
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="End this silence now?"
        confirmLabel="End now"
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({
            path: `/silences/${silence.id}/expire`,
            done: "Silence ended",
            onDone: () => setAsking(false),
          })
        }
      >
        Alerts that are still open and that nothing else holds are heard again: they join an incident.
      </ConfirmDialog>
    </>
  );
}
