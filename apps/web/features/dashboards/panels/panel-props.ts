import type { Panel } from "@triops/domains/dashboards/schemas";
import type { ChartMarker } from "@triops/ui/chart-types";
import type { Stretch } from "../data/use-panel-data.ts";
import type { Scope } from "../variables/scope.ts";

/** What the body of every kind of panel gets. */
export type PanelProps = {
  panel: Panel;
  /** With variables filled in. */
  title: string;
  scope: Scope;
  stretch: Stretch;
  widthPx: number;
  heightPx: number;
  inSight: boolean;
  markers: readonly ChartMarker[];
  onRangeChange(stretch: Stretch): void;
};
