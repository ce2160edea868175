import { formatCount, formatDuration } from "@triops/ui/units";
import { Clock, Scissors, Unlink } from "lucide-react";
import type { ReactNode } from "react";
import type { TraceModel } from "./trace-model.ts";

/** What a reader must know before believing the picture. */
export function TraceNotices({ model }: { model: TraceModel }) {
  const { orphanCount, skewed, skeleton, spanCount } = model;
  return (
    <>
      {orphanCount > 0 && (
        <Notice icon={<Unlink aria-hidden="true" />}>
          {orphanCount === 1
            ? "One span names a parent that has not arrived; it stands at the top."
            : `${formatCount(orphanCount)} spans name parents that have not arrived; they stand at the top.`}
        </Notice>
      )}
      {skewed.count > 0 && (
        <Notice icon={<Clock aria-hidden="true" />}>
          {skewed.count === 1 ? "One span starts" : `${formatCount(skewed.count)} spans start`} before the
          span that caused them, by up to {formatDuration(skewed.usMax / 1_000)}: the clocks of their machines
          differ. Times are shown as they were sent.
        </Notice>
      )}
      {skeleton.isCut && (
        <Notice icon={<Scissors aria-hidden="true" />}>
          Only the first {formatCount(spanCount)} spans are shown; there are more.
        </Notice>
      )}
    </>
  );
}

function Notice({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex items-start gap-2 rounded-card border border-line-subtle bg-sev3-tint px-3 py-2 text-body text-ink-1 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
      {icon}
      <span>{children}</span>
    </p>
  );
}
