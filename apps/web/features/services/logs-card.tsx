"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { LogLine } from "@triops/domains/logs/schemas";
import { Card } from "@triops/ui/card";
import { Segmented } from "@triops/ui/segmented";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { logPages } from "../logs/reads.ts";
import { quoted } from "./quoted.ts";
import type { Span } from "./reads.ts";

const LogLines = lazy(async () => ({ default: (await import("../logs/log-lines.tsx")).LogLines }));

const levels = [
  { value: "all", label: "All" },
  { value: "warn", label: "Warnings and worse" },
] as const;

export function LogsCard({ name, span }: { name: string; span: Span }) {
  const router = useRouter();
  const [level, setLevel] = useState<"all" | "warn">("all");
  const q = `service:${quoted(name)}${level === "warn" ? " level>=warn" : ""}`;
  const pages = useInfiniteQuery(logPages({ q, limit: 30 }, span));
  const lines = pages.data?.pages[0]?.data ?? [];
  return (
    <Card
      title="Logs"
      actions={
        <>
          <Segmented size="sm" label="Which lines" options={levels} value={level} onValueChange={setLevel} />
          <TextLink href={paths.logs({ q })} className="ml-2">
            All
          </TextLink>
        </>
      }
    >
      <Suspense fallback={<SkeletonRows label="Loading its logs" />}>
        <LogLines
          label={`Log lines of ${name}`}
          lines={lines}
          hideService
          loading={pages.isPending}
          error={pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
          onOpen={(line: LogLine) => router.push(paths.logs({ q, line: line.id }))}
          maxHeight="20rem"
          rowKeys={false}
          empty={<p className="text-body text-ink-3">It wrote no such line in this range.</p>}
        />
      </Suspense>
    </Card>
  );
}
