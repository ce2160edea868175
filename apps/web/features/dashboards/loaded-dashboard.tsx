"use client";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Skeleton } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { PencilLine } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { PageRangePicker } from "../../shell/page-range-picker.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { DashboardActions } from "./dashboard-actions.tsx";
import { type DashboardTime, useDashboardTime } from "./data/use-dashboard-time.ts";
import { forgetDraft, storedDraft } from "./edit/use-draft.ts";
import type { LoadedProps } from "./loaded-props.ts";
import { type DashboardPlace, useDashboardPlace } from "./use-place.ts";
import { DashboardBody } from "./view/dashboard-body.tsx";

const Editor = lazy(async () => ({ default: (await import("./edit/editor-screen.tsx")).EditorScreen }));
const Versions = lazy(async () => ({ default: (await import("./versions-screen.tsx")).VersionsScreen }));

/** Reading, editing and history of one dashboard; which of them, the address says. */
export function LoadedDashboard(props: LoadedProps) {
  const { kind, base, nowMs } = props;
  const place = useDashboardPlace();
  const time = useDashboardTime(nowMs, base.model);
  const mayWrite = useRefusal("dashboards:write");
  const waiting = <Skeleton className="m-6 h-96" />;
  if (place.versions && props.stored) {
    return (
      <Suspense fallback={waiting}>
        <CrumbLabel>{base.model.title}</CrumbLabel>
        <Versions dashboard={props.stored} place={place} />
      </Suspense>
    );
  }
  if ((place.edit || kind === "new") && mayWrite === undefined && kind !== "starter") {
    return (
      <Suspense fallback={waiting}>
        <CrumbLabel>{kind === "new" ? "New dashboard" : base.model.title}</CrumbLabel>
        <PageRangePicker page={time} />
        <Editor {...props} time={time} place={place} />
      </Suspense>
    );
  }
  return <Reading {...props} time={time} place={place} mayWrite={mayWrite} />;
}

type ReadingProps = LoadedProps & {
  time: DashboardTime;
  place: DashboardPlace;
  mayWrite: string | undefined;
};

function Reading({ id, kind, base, stored, onGoing, time, place, mayWrite }: ReadingProps) {
  const { model } = base;
  const edit =
    kind === "stored" && mayWrite === undefined
      ? (panelId?: string) => place.go({ edit: true, panel: panelId ?? null })
      : undefined;
  const body = <DashboardBody model={model} time={time} place={place} onEdit={edit} />;
  const actions = (
    <DashboardActions
      id={id}
      kind={kind}
      model={model}
      stored={stored}
      onGoing={onGoing}
      time={time}
      place={place}
    />
  );
  if (place.kiosk) {
    return (
      <div className="fixed inset-0 z-30 overflow-y-auto bg-bg p-3">
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <h1 className="font-semibold text-page text-ink-1">{model.title}</h1>
          <div className="flex items-center gap-2">{actions}</div>
        </div>
        {body}
      </div>
    );
  }
  return (
    <>
      <CrumbLabel>{model.title}</CrumbLabel>
      <PageRangePicker page={time} />
      <PageHeader
        title={model.title}
        badges={kind === "starter" && <Badge>Built in</Badge>}
        answer={model.description || undefined}
        facts={
          <>
            {model.folder && (
              <TextLink href={paths.dashboards({ folder: model.folder })}>{model.folder}</TextLink>
            )}
            {model.tags.map((tag) => (
              <TextLink key={tag} href={paths.dashboards({ tag })}>
                #{tag}
              </TextLink>
            ))}
            {stored && (
              <span>
                Version {stored.version}, saved <Time at={stored.updatedAt} /> by {stored.updatedByName}
              </span>
            )}
            {kind === "starter" && <span>Made of what arrives. Make a copy to change it.</span>}
          </>
        }
        actions={actions}
      />
      <PageBody>
        {kind === "stored" && edit && <UnsavedNotice id={id} onContinue={() => edit()} />}
        {body}
      </PageBody>
    </>
  );
}

/** The reader left the editor without saving: what was drafted is still there. */
function UnsavedNotice({ id, onContinue }: { id: string; onContinue: () => void }) {
  const [waits, setWaits] = useState(false);
  useEffect(() => setWaits(storedDraft(id) !== null), [id]);
  if (!waits) return null;
  return (
    <Notice
      tone="info"
      role="status"
      icon={<PencilLine aria-hidden="true" />}
      actions={
        <>
          <Button
            size="sm"
            onClick={() => {
              forgetDraft(id);
              setWaits(false);
            }}
          >
            Discard
          </Button>
          <Button size="sm" variant="primary" onClick={onContinue}>
            Continue
          </Button>
        </>
      }
    >
      You have changes to this dashboard that are not saved.
    </Notice>
  );
}
