"use client";
import { useQuery } from "@tanstack/react-query";
import { ErrorState, LimitNotice } from "@triops/ui/data-states";
import { Skeleton } from "@triops/ui/skeleton";
import { formatValue } from "@triops/ui/units";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { nameOf } from "./artifact-address.ts";
import { readCsv } from "./csv-table.ts";
import { type FileStart, readStart } from "./file-start.ts";
import { endingOf, looksBinary, type PreviewKind, previewOf } from "./preview-rules.ts";

const PlainMarkdown = lazy(async () => ({
  default: (await import("../dashboards/panels/plain-markdown.tsx")).PlainMarkdown,
}));

type PreviewProps = { href: string; path: string; sizeBytes: number };

/** What is in a file, as far as it can be shown without running anything of it. */
export function ArtifactPreview({ href, path, sizeBytes }: PreviewProps) {
  const rule = previewOf(path, sizeBytes);
  const bytesMax = rule.kind === "none" ? 0 : rule.bytesMax;
  const start = useQuery({
    queryKey: ["artifact-start", href, sizeBytes],
    queryFn: ({ signal }) => readStart(href, bytesMax, signal),
    enabled: rule.kind !== "none",
    staleTime: Number.POSITIVE_INFINITY,
    // Bytes of files that were looked at need not stay for long.
    gcTime: 60_000,
    retry: false,
  });
  if (rule.kind === "none") return <p className="py-8 text-center text-body text-ink-3">{rule.reason}</p>;
  if (start.error) {
    return (
      <ErrorState onRetry={() => void start.refetch()} title="The file could not be read">
        {start.error.message}
      </ErrorState>
    );
  }
  if (!start.data) return <Skeleton className="h-48" />;
  if (rule.kind === "image") {
    return <ImagePreview start={start.data} mediaType={rule.mediaType ?? ""} name={nameOf(path)} />;
  }
  return (
    <>
      {!start.data.whole && (
        <LimitNotice className="mb-2">
          The first {formatValue(rule.bytesMax, "bytes")} of {formatValue(sizeBytes, "bytes")}; download it to
          see all.
        </LimitNotice>
      )}
      <TextPreview start={start.data} kind={rule.kind} path={path} />
    </>
  );
}

function ImagePreview({ start, mediaType, name }: { start: FileStart; mediaType: string; name: string }) {
  const [href, setHref] = useState<string | null>(null);
  useEffect(() => {
    // As bytes of a known raster format: whatever the server says it is, nothing in it runs.
    const made = URL.createObjectURL(new Blob([start.bytes], { type: mediaType }));
    setHref(made);
    return () => URL.revokeObjectURL(made);
  }, [start, mediaType]);
  if (!start.whole) {
    return (
      <p className="py-8 text-center text-body text-ink-3">
        This image is too large to be shown; download it.
      </p>
    );
  }
  if (href === null) return <Skeleton className="h-48" />;
  return <img src={href} alt={name} className="mx-auto max-h-160 max-w-full rounded-control bg-white" />;
}

type TextProps = { start: FileStart; kind: Exclude<PreviewKind, "image">; path: string };

function TextPreview({ start, kind, path }: TextProps) {
  const text = useMemo(() => new TextDecoder().decode(start.bytes), [start]);
  if (looksBinary(text)) {
    return <p className="py-8 text-center text-body text-ink-3">This is no text; download it.</p>;
  }
  if (kind === "csv") return <CsvPreview text={text} whole={start.whole} path={path} />;
  if (kind === "markdown") {
    return (
      <Suspense fallback={<Skeleton className="h-48" />}>
        <PlainMarkdown text={text} />
      </Suspense>
    );
  }
  return <PlainText label={nameOf(path)} text={kind === "json" ? laidOut(text) : text} />;
}

function PlainText({ label, text }: { label: string; text: string }) {
  return (
    <section
      aria-label={label}
      // A scrolling region must be reachable by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      className="max-h-160 overflow-auto rounded-control bg-raised p-3"
    >
      <pre className="font-mono text-log text-ink-1">{text === "" ? "(empty)" : text}</pre>
    </section>
  );
}

/** JSON with its levels on lines of their own; what cannot be read stays as it is. */
function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function CsvPreview({ text, whole, path }: { text: string; whole: boolean; path: string }) {
  const table = useMemo(
    () => readCsv(text, endingOf(path) === "tsv" ? "\t" : ",", whole),
    [text, path, whole],
  );
  return (
    <>
      <section
        aria-label={nameOf(path)}
        // A scrolling region must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        className="max-h-160 overflow-auto rounded-control border border-line-subtle"
      >
        <table className="w-full text-dense tabular-nums">
          <caption className="sr-only">{nameOf(path)}</caption>
          <thead className="sticky top-0 bg-raised text-ink-3">
            <tr>
              {table.head.map((name, at) => (
                <th key={at} scope="col" className="whitespace-nowrap px-3 py-1.5 text-left font-medium">
                  {name || `column ${at + 1}`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, line) => (
              <tr key={line} className="border-line-subtle border-t">
                {row.map((cell, at) => (
                  <td key={at} className="whitespace-nowrap px-3 py-1 text-ink-1">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {table.cut && (
        <p className="mt-1.5 text-axis text-ink-3">
          At most 500 lines and 50 columns are shown; the file has more.
        </p>
      )}
    </>
  );
}
