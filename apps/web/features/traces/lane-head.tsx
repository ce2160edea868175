import { formatDuration } from "@triops/ui/units";
import type { LaneView } from "./minimap.tsx";

const quarters = [0, 0.25, 0.5, 0.75, 1];

/** The time axis above the bars, from the trace's start, whatever the zone; `names`: what stands before them. */
export function LaneHead({ view, names }: { view: LaneView; names: string }) {
  return (
    <div
      aria-hidden="true"
      className="flex h-8 items-center border-line-subtle border-b bg-raised text-axis text-ink-3"
    >
      <span
        className="h-full shrink-0 border-line-subtle border-r px-2 leading-8"
        style={{ width: "var(--tree-width)" }}
      >
        {names}
      </span>
      <span className="relative mx-2 h-full flex-1">
        {quarters.map((share) => (
          <span
            key={share}
            className="absolute inset-y-0 max-md:even:hidden border-line border-l pl-1 leading-8 tabular-nums last:translate-x-[-100%] last:border-r last:border-l-0 last:pr-1"
            style={{ left: `${share * 100}%` }}
          >
            {formatDuration((view.fromUs + share * (view.toUs - view.fromUs)) / 1_000)}
          </span>
        ))}
      </span>
    </div>
  );
}
