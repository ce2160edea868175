"use client";
import type { DashboardModel } from "@triops/domains/dashboards/schemas";
import { Button } from "@triops/ui/button";
import { EmptyNever } from "@triops/ui/data-states";
import { useShortcut } from "@triops/ui/shortcuts";
import { ArrowLeft, LayoutDashboard } from "lucide-react";
import { useCallback, useMemo } from "react";
import { useChangeMarkers } from "../../changes/markers.ts";
import { shownPanels, shownSections } from "../data/layout.ts";
import type { DashboardTime } from "../data/use-dashboard-time.ts";
import type { Stretch } from "../data/use-panel-data.ts";
import { PanelFrame } from "../panels/panel-frame.tsx";
import { PanelMenu } from "../panels/panel-menu.tsx";
import type { DashboardPlace } from "../use-place.ts";
import { fillText } from "../variables/scope.ts";
import { scopeOf, useVariables } from "../variables/use-variables.ts";
import { VariablesBar } from "../variables/variables-bar.tsx";
import { SectionView } from "./section-grid.tsx";

type BodyProps = {
  model: DashboardModel;
  time: DashboardTime;
  place: DashboardPlace;
  /** Absent where the reader may not change it. */
  onEdit?: ((panelId?: string) => void) | undefined;
};

/** A dashboard as it is read: variables, sections, panels; or one panel alone. */
export function DashboardBody({ model, time, place, onEdit }: BodyProps) {
  const { fromMs, toMs, setRange } = time;
  const stretch = useMemo(() => ({ fromMs, toMs }), [fromMs, toMs]);
  const variables = useVariables(model.variables, stretch);
  const scope = useMemo(() => scopeOf(variables.bound, stretch), [variables.bound, stretch]);
  const markers = useChangeMarkers({ from: fromMs, to: toMs });
  const onRangeChange = useCallback(
    (next: Stretch) => setRange({ kind: "absolute", fromMs: next.fromMs, toMs: next.toMs }),
    [],
  );
  const sections = shownSections(model.sections, scope);
  const alone = place.panel
    ? sections
        .flatMap((section) =>
          shownPanels(section.section, section.scope).map((one) => ({
            ...one,
            key: `${section.key}.${one.key}`,
          })),
        )
        .find((one) => one.key === place.panel)
    : undefined;
  const leave = () => place.go({ panel: null });
  useShortcut({ keys: "escape", label: "Back to the dashboard", group: "Dashboard" }, leave, {
    enabled: alone !== undefined,
  });
  const common = { stretch, markers, ready: variables.ready, onRangeChange };
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4">
      <VariablesBar variables={model.variables} state={variables} />
      {alone ? (
        <>
          <Button icon={<ArrowLeft aria-hidden="true" />} onClick={leave} className="self-start">
            Back to the dashboard
          </Button>
          <div className="h-[70dvh] min-h-80">
            <PanelFrame
              key={alone.key}
              panel={alone.panel}
              scope={alone.scope}
              {...common}
              menu={
                <PanelMenu
                  panel={alone.panel}
                  title={fillText(alone.panel.title, alone.scope)}
                  scope={alone.scope}
                  stretch={stretch}
                  full
                  onFull={leave}
                  {...(onEdit ? { onEdit: () => onEdit(alone.panel.id) } : {})}
                />
              }
            />
          </div>
        </>
      ) : (
        sections.map((shown) => (
          <SectionView
            key={shown.key}
            shown={shown}
            open={shown.section.collapsed === place.folds.includes(shown.key)}
            onToggle={() => place.toggleFold(shown.key)}
            onFull={(key) => place.go({ panel: key })}
            onEdit={onEdit}
            {...common}
          />
        ))
      )}
      {sections.every(({ section }) => section.panels.length === 0) && (
        <EmptyNever
          title="Nothing on it yet"
          icon={<LayoutDashboard aria-hidden="true" />}
          actions={
            onEdit && (
              <Button variant="primary" onClick={() => onEdit()}>
                Add panels
              </Button>
            )
          }
        >
          A dashboard is made of panels: a query each, drawn as lines, figures, tables or bars.
        </EmptyNever>
      )}
    </div>
  );
}
