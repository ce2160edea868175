"use client";
import { Button, IconButton } from "@triops/ui/button";
import { SearchInput } from "@triops/ui/input";
import { assignColors } from "@triops/ui/series-colors";
import { useShortcut } from "@triops/ui/shortcuts";
import { Switch } from "@triops/ui/switch";
import { formatCount } from "@triops/ui/units";
import { ChevronDown, ChevronsDownUp, ChevronsUpDown, ChevronUp, ZoomOut } from "lucide-react";
import { useMemo } from "react";
import type { TraceModel } from "./trace-model.ts";

type TraceToolbarProps = {
  model: TraceModel;
  find: string;
  onFind: (text: string) => void;
  foundCount: number;
  foundAt: number;
  onStep: (by: 1 | -1) => void;
  critical: boolean;
  onCriticalChange: (critical: boolean) => void;
  collapsed: ReadonlySet<number>;
  onCollapsedChange: (collapsed: ReadonlySet<number>) => void;
  onResetZoom: (() => void) | undefined;
};

/** More would push the waterfall off the screen. */
const servicesMax = 12;

export function TraceToolbar({
  model,
  find,
  onFind,
  foundCount,
  foundAt,
  onStep,
  critical,
  onCriticalChange,
  collapsed,
  onCollapsedChange,
  onResetZoom,
}: TraceToolbarProps) {
  const { services, spans } = model.skeleton;
  useShortcut({ keys: "c", label: "Critical path", group: "Trace" }, () => onCriticalChange(!critical));
  const legend = useMemo(() => {
    const colors = assignColors(services.map((id) => ({ id })));
    const counts = services.map(() => 0);
    for (const service of spans.service) counts[service] = (counts[service] ?? 0) + 1;
    return services
      .map((name, at) => ({ name, count: counts[at] ?? 0, color: colors.get(name)?.color }))
      .sort((a, b) => b.count - a.count);
  }, [services, spans]);
  const collapseAll = () => {
    // The first level stays: what the root asked of others.
    const closed = new Set<number>();
    for (let row = 0; row < model.spanCount; row++) {
      const place = model.order[row] as number;
      if ((model.depth[row] as number) >= 1 && (model.childCount[place] as number) > 0) closed.add(place);
    }
    onCollapsedChange(closed);
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <search className="flex min-w-0 items-center gap-1">
          <SearchInput
            label="Find spans"
            placeholder="Find a service, operation or span id"
            value={find}
            onValueChange={onFind}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              onStep(event.shiftKey ? -1 : 1);
            }}
            className="w-full sm:w-80"
          />
          {find !== "" && (
            <>
              <output className="min-w-20 px-1 text-dense text-ink-3 tabular-nums">
                {foundCount === 0
                  ? "none"
                  : foundAt < 0
                    ? `${formatCount(foundCount)} found`
                    : `${foundAt + 1} of ${formatCount(foundCount)}`}
              </output>
              <IconButton
                size="sm"
                label="Previous span found"
                disabledReason={foundCount === 0 ? "Nothing was found" : undefined}
                icon={<ChevronUp aria-hidden="true" />}
                onClick={() => onStep(-1)}
              />
              <IconButton
                size="sm"
                label="Next span found"
                disabledReason={foundCount === 0 ? "Nothing was found" : undefined}
                icon={<ChevronDown aria-hidden="true" />}
                onClick={() => onStep(1)}
              />
            </>
          )}
        </search>
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <Switch
            label="Critical path"
            checked={critical}
            onCheckedChange={onCriticalChange}
            className="items-center gap-2"
          />
          {onResetZoom && (
            <Button size="sm" icon={<ZoomOut aria-hidden="true" />} onClick={onResetZoom}>
              Whole trace
            </Button>
          )}
          {collapsed.size > 0 ? (
            <Button
              size="sm"
              icon={<ChevronsUpDown aria-hidden="true" />}
              onClick={() => onCollapsedChange(new Set())}
            >
              Expand all
            </Button>
          ) : (
            <Button size="sm" icon={<ChevronsDownUp aria-hidden="true" />} onClick={collapseAll}>
              Collapse
            </Button>
          )}
        </div>
      </div>
      <ul aria-label="Services" className="flex flex-wrap gap-x-4 gap-y-1 text-dense text-ink-2">
        {legend.slice(0, servicesMax).map(({ name, count, color }) => (
          <li key={name} className="flex items-center gap-1.5">
            <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ backgroundColor: color }} />
            {name || "unnamed service"} <span className="text-ink-3 tabular-nums">{formatCount(count)}</span>
          </li>
        ))}
        {legend.length > servicesMax && (
          <li className="text-ink-3">and {legend.length - servicesMax} more</li>
        )}
      </ul>
    </div>
  );
}
