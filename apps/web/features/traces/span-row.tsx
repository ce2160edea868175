import { cn } from "@triops/ui/class-names";
import { SeverityMark } from "@triops/ui/severity-mark";
import { formatDuration } from "@triops/ui/units";
import { ChevronRight, Link2, Unlink } from "lucide-react";
import { memo } from "react";

export type SpanRowProps = {
  id: string;
  topPx: number;
  heightPx: number;
  depth: number;
  childCount: number;
  isCollapsed: boolean;
  /** Spans below it that do not show. */
  hiddenCount: number;
  service: string;
  operation: string;
  /** The service stands only where it changes. */
  showService: boolean;
  color: string;
  isError: boolean;
  hasException: boolean;
  hasLinks: boolean;
  isOrphan: boolean;
  isActive: boolean;
  isOpen: boolean;
  isFound: boolean;
  isFaded: boolean;
  isCritical: boolean;
  /** Shares of the lane; may lie outside of it. */
  left: number;
  width: number;
  durationMs: number;
  /** Stands at the end of the name: what it cost. */
  note: string;
  /** Names the row for its clicks. */
  place: number;
};

/** Deeper than this the indentation stops: names must stay readable. */
const depthMax = 14;
const indentPx = 12;

/** One span: what it is on the left, when it worked on the right. The tree around it owns keys and clicks. */
export const SpanRow = memo(function SpanRow(row: SpanRowProps) {
  const { left, width } = row;
  const shownLeft = Math.max(0, left);
  const shownRight = Math.min(1, left + width);
  const inView = shownRight >= 0 && shownLeft <= 1;
  // The label stands where there is room: after the bar, before it, or inside at its end.
  const end = Math.min(1, Math.max(shownLeft, shownRight));
  const label = formatDuration(row.durationMs);
  return (
    <div
      id={row.id}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-expanded={row.childCount > 0 ? !row.isCollapsed : undefined}
      aria-selected={row.isOpen}
      data-place={row.place}
      style={{ top: row.topPx, height: row.heightPx }}
      className={cn(
        "absolute inset-x-0 flex cursor-default items-center border-line-subtle border-b",
        row.isOpen ? "bg-accent-tint shadow-[inset_2px_0_var(--color-accent)]" : "hover:bg-raised",
        row.isActive && "outline-2 outline-accent outline-offset-[-2px]",
      )}
    >
      <span
        className="flex h-full min-w-0 shrink-0 items-center gap-1 border-line-subtle border-r pr-2"
        style={{ width: "var(--tree-width)", paddingLeft: 4 + Math.min(row.depth, depthMax) * indentPx }}
      >
        {row.childCount > 0 ? (
          <span
            data-toggle=""
            title={row.isCollapsed ? `${row.hiddenCount} spans below` : "Collapse"}
            className="flex h-full min-w-5 shrink-0 items-center rounded-control text-ink-3 hover:text-ink-1"
          >
            <ChevronRight aria-hidden="true" className={cn("size-3.5", !row.isCollapsed && "rotate-90")} />
          </span>
        ) : (
          <span className="w-5 shrink-0" />
        )}
        <span
          aria-hidden="true"
          className="size-2 shrink-0 rounded-[2px]"
          style={{ backgroundColor: row.color }}
        />
        {row.isOrphan && <Unlink aria-hidden="true" className="size-3 shrink-0 text-sev3-text" />}
        {row.isError && <SeverityMark level="sev2" />}
        <span
          className={cn(
            "truncate text-body text-ink-1",
            row.isFound && "rounded-[2px] bg-sev3-tint font-semibold",
          )}
          title={`${row.service} ${row.operation}`}
        >
          <span className={row.showService ? "text-ink-3" : "sr-only"}>
            {row.service || "unnamed service"}{" "}
          </span>
          {row.operation || "unnamed operation"}
          {row.isError && <span className="sr-only"> failed</span>}
          {row.isOrphan && <span className="sr-only"> its parent has not arrived</span>}
        </span>
        {row.isCollapsed && row.hiddenCount > 0 && (
          <span className="shrink-0 rounded-full bg-sunken px-1.5 text-axis text-ink-2 tabular-nums">
            +{row.hiddenCount}
          </span>
        )}
        {row.hasLinks && <Link2 aria-hidden="true" className="size-3 shrink-0 text-ink-3" />}
        {row.note !== "" && (
          <span className="ml-auto shrink-0 pl-1 text-axis text-ink-2 tabular-nums max-sm:hidden">
            {row.note}
          </span>
        )}
      </span>
      <span className="relative mx-2 h-full min-w-0 flex-1 overflow-hidden">
        {inView && (
          <>
            <span
              className={cn(
                "absolute top-1/2 h-3 min-w-0.75 -translate-y-1/2 rounded-[2px]",
                row.isError && "ring-1 ring-sev2",
                row.isFaded && "opacity-30",
              )}
              style={{
                left: `min(${shownLeft * 100}%, calc(100% - 3px))`,
                width: `${Math.max(0, shownRight - shownLeft) * 100}%`,
                backgroundColor: row.color,
              }}
            />
            {row.isCritical && (
              <span
                className="absolute bottom-0.5 h-0.5 min-w-0.75 bg-ink-1"
                style={{
                  left: `${shownLeft * 100}%`,
                  width: `${Math.max(0, shownRight - shownLeft) * 100}%`,
                }}
              />
            )}
            <span
              className="absolute top-1/2 -translate-y-1/2 whitespace-nowrap rounded-[2px] bg-bg/75 px-1 text-axis text-ink-2 tabular-nums"
              style={
                end < 0.7
                  ? { left: `calc(${end * 100}% + 3px)` }
                  : shownLeft > 0.3
                    ? { right: `calc(${(1 - shownLeft) * 100}% + 3px)` }
                    : { right: `calc(${(1 - end) * 100}% + 3px)` }
              }
            >
              {label}
              {row.hasException && <span className="max-md:hidden"> · exception</span>}
            </span>
          </>
        )}
      </span>
    </div>
  );
});
