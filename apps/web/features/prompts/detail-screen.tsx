"use client";
import { useQuery } from "@tanstack/react-query";
import { Badge } from "@triops/ui/badge";
import { ButtonLink } from "@triops/ui/button";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TabLinks } from "@triops/ui/tabs";
import { Time } from "@triops/ui/time";
import { FlaskConical } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { lazy, Suspense } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { usePageRange } from "../../data/time-range.ts";
import { PageRangePicker } from "../../shell/page-range-picker.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { EditView } from "./edit-view.tsx";
import { LabelBadge } from "./label-badge.tsx";
import { promptByName, promptFigures } from "./reads.ts";
import { promptAnswer } from "./words.ts";

const VersionsView = lazy(async () => ({ default: (await import("./versions-view.tsx")).VersionsView }));
const UsageView = lazy(async () => ({ default: (await import("./usage-view.tsx")).UsageView }));
const CodeView = lazy(async () => ({ default: (await import("./code-view.tsx")).CodeView }));
const SettingsView = lazy(async () => ({ default: (await import("./settings-view.tsx")).SettingsView }));

const views = ["edit", "versions", "usage", "code", "settings"] as const;
const weekMs = 7 * 86_400_000;

/** A prompt: what it says, how it got there, who uses it and how it does. */
export function PromptDetail({ name, nowMs }: { name: string; nowMs: number }) {
  const [view] = useQueryState("view", parseAsStringLiteral(views).withDefault("edit"));
  const page = usePageRange(nowMs, weekMs);
  const query = useQuery(promptByName(name));
  const figures = useQuery({
    ...promptFigures(query.data ? [query.data.id] : []),
    enabled: query.data !== undefined,
  });
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const prompt = query.data;
  if (!prompt) return <SkeletonRows label="Loading the prompt" />;
  const tab = (value: (typeof views)[number], label: string, count?: number) => ({
    href: paths.prompt(name, value === "edit" ? {} : { view: value }),
    label,
    active: view === value,
    ...(count === undefined ? {} : { count }),
  });
  return (
    <>
      {view === "usage" && <PageRangePicker page={page} />}
      <CrumbLabel>{prompt.name}</CrumbLabel>
      <PageHeader
        title={prompt.name}
        answer={promptAnswer(prompt, figures.data?.data[0])}
        badges={
          <>
            <Badge tone="outline">{prompt.type}</Badge>
            {prompt.archivedAt && <Badge>archived</Badge>}
          </>
        }
        facts={
          <>
            {prompt.labels.map(({ label, version, protected: guarded }) => (
              <span key={label} className="inline-flex items-center gap-1 tabular-nums">
                <LabelBadge label={label} guarded={guarded} />v{version}
              </span>
            ))}
            <span>
              Changed <Time at={prompt.updatedAt} />
            </span>
            {prompt.tags.length > 0 && <span>{prompt.tags.join(", ")}</span>}
          </>
        }
        actions={
          <ButtonLink
            href={paths.playground({ prompt: prompt.name })}
            icon={<FlaskConical aria-hidden="true" />}
          >
            Open in playground
          </ButtonLink>
        }
        tabs={
          <TabLinks
            label="Views of the prompt"
            items={[
              tab("edit", "Edit"),
              tab("versions", "Versions", prompt.versions),
              tab("usage", "Usage"),
              tab("code", "Code"),
              tab("settings", "Settings"),
            ]}
          />
        }
      />
      <Suspense fallback={<SkeletonRows label="Loading" />}>
        {view === "edit" && <EditView prompt={prompt} />}
        {view === "versions" && <VersionsView prompt={prompt} />}
        {view === "usage" && <UsageView prompt={prompt} page={page} />}
        {view === "code" && <CodeView prompt={prompt} />}
        {view === "settings" && <SettingsView prompt={prompt} />}
      </Suspense>
    </>
  );
}
