"use client";
import type { Panel, Place } from "@triops/domains/dashboards/schemas";
import type { ChartMarker } from "@triops/ui/chart-types";
import { cn } from "@triops/ui/class-names";
import { ChevronDown, ChevronRight } from "lucide-react";
import type { CSSProperties } from "react";
import { heightPx, readingOrder, type Shown, type ShownSection, shownPanels } from "../data/layout.ts";
import type { Stretch } from "../data/use-panel-data.ts";
import { PanelFrame } from "../panels/panel-frame.tsx";
import { PanelMenu } from "../panels/panel-menu.tsx";
import { fillText } from "../variables/scope.ts";

type SectionViewProps = {
  shown: ShownSection;
  open: boolean;
  onToggle(): void;
  stretch: Stretch;
  markers: readonly ChartMarker[];
  ready: boolean;
  onRangeChange(stretch: Stretch): void;
  onFull(key: string): void;
  onEdit?: ((panelId: string) => void) | undefined;
};

/** A part of a dashboard that folds; what is folded asks for nothing. */
export function SectionView({ shown, open, onToggle, ...rest }: SectionViewProps) {
  const title = fillText(shown.title, shown.scope);
  const panels = shownPanels(shown.section, shown.scope);
  return (
    <section {...(title === "" ? {} : { "aria-label": title })} className="min-w-0">
      {title !== "" && (
        <h2 className="mb-1">
          <button
            type="button"
            aria-expanded={open}
            onClick={onToggle}
            className="flex h-8 w-full items-center gap-1.5 rounded-control text-left font-semibold text-form text-ink-1 hover:bg-raised"
          >
            {open ? (
              <ChevronDown aria-hidden="true" className="size-4 text-ink-3" />
            ) : (
              <ChevronRight aria-hidden="true" className="size-4 text-ink-3" />
            )}
            {title}
            {!open && <span className="font-normal text-dense text-ink-3">{panels.length} panels</span>}
          </button>
        </h2>
      )}
      {open && <Grid panels={panels} sectionKey={shown.key} headingLevel={title === "" ? 2 : 3} {...rest} />}
    </section>
  );
}

type GridProps = Omit<SectionViewProps, "shown" | "open" | "onToggle"> & {
  panels: readonly Shown[];
  sectionKey: string;
  headingLevel: 2 | 3;
};

/** Figures that stand beside others stand beside one another on a phone, too. */
const isSmall = (panel: Panel, place: Place): boolean =>
  (panel.type === "stat" || panel.type === "gauge") && place.w <= 8;

/** Columns on a screen, one below the other on a phone: in reading order for both, and for the tab key. */
function Grid({
  panels,
  sectionKey,
  headingLevel,
  stretch,
  markers,
  ready,
  onRangeChange,
  onFull,
  onEdit,
}: GridProps) {
  return (
    <div className="grid grid-cols-2 gap-2 md:auto-rows-[30px] md:grid-cols-24">
      {readingOrder(panels).map(({ key, panel, place, scope }) => (
        <div
          key={key}
          className={cn(
            "relative h-(--panel-height) min-w-0 md:h-auto md:[grid-column:var(--panel-columns)] md:[grid-row:var(--panel-rows)]",
            isSmall(panel, place) ? "col-span-1" : "col-span-2",
          )}
          style={
            {
              "--panel-height": `${heightPx(place.h)}px`,
              "--panel-columns": `${place.x + 1} / span ${place.w}`,
              "--panel-rows": `${place.y + 1} / span ${place.h}`,
            } as CSSProperties
          }
        >
          <PanelFrame
            headingLevel={headingLevel}
            panel={panel}
            scope={scope}
            stretch={stretch}
            markers={markers}
            ready={ready}
            onRangeChange={onRangeChange}
            menu={
              <PanelMenu
                panel={panel}
                title={fillText(panel.title, scope)}
                scope={scope}
                stretch={stretch}
                full={false}
                onFull={() => onFull(`${sectionKey}.${key}`)}
                {...(onEdit ? { onEdit: () => onEdit(panel.id) } : {})}
              />
            }
          />
        </div>
      ))}
    </div>
  );
}
