"use client";
import { Skeleton } from "@triops/ui/skeleton";
import { lazy, Suspense } from "react";
import { fillText } from "../variables/scope.ts";
import type { PanelProps } from "./panel-props.ts";
import { PanelEmpty } from "./panel-states.tsx";

const PlainMarkdown = lazy(async () => ({ default: (await import("./plain-markdown.tsx")).PlainMarkdown }));

/** Words between the charts: Markdown with variables. */
export function TextPanel({ panel, scope }: PanelProps) {
  if (panel.options.content.trim() === "") return <PanelEmpty>No text yet</PanelEmpty>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className="h-full overflow-y-auto" tabIndex={0}>
      <Suspense fallback={<Skeleton className="h-12" />}>
        <PlainMarkdown text={fillText(panel.options.content, scope)} />
      </Suspense>
    </div>
  );
}
