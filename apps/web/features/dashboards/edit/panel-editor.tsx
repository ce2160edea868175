"use client";
import type { Panel } from "@triops/domains/dashboards/schemas";
import { Card } from "@triops/ui/card";
import type { ChartMarker } from "@triops/ui/chart-types";
import type { Stretch } from "../data/use-panel-data.ts";
import { PanelFrame } from "../panels/panel-frame.tsx";
import type { Scope } from "../variables/scope.ts";
import type { ChangePanel } from "./change-panel.ts";
import { changePanel } from "./changes.ts";
import { PanelOptionsForm } from "./panel-options.tsx";
import { QueriesForm } from "./queries-form.tsx";
import type { DraftControl } from "./use-draft.ts";

type PanelEditorProps = {
  panel: Panel;
  control: DraftControl;
  scope: Scope;
  stretch: Stretch;
  markers: readonly ChartMarker[];
  ready: boolean;
  onRangeChange(stretch: Stretch): void;
};

/** One panel: what it shows at the left as it will be shown, its queries below, its looks beside it. */
export function PanelEditor({ panel, control, ...rest }: PanelEditorProps) {
  const change: ChangePanel = (part, key) =>
    control.change(
      changePanel(control.draft.model, panel.id, (one) => ({ ...one, ...part })),
      key ? `${panel.id}-${key}` : undefined,
    );
  return (
    <div className="grid min-w-0 gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <div className="h-80">
          <PanelFrame {...rest} panel={panel} />
        </div>
        {panel.type !== "text" && <QueriesForm panel={panel} change={change} />}
      </div>
      <Card title="Panel" className="self-start">
        <PanelOptionsForm panel={panel} variables={control.draft.model.variables} change={change} />
      </Card>
    </div>
  );
}
