import type { PanelType } from "@triops/domains/dashboards/schemas";
import {
  AlignLeft,
  BellRing,
  ChartLine,
  ChartNoAxesColumn,
  Gauge,
  Grid3x3,
  Hash,
  type LucideIcon,
  ScrollText,
  Table2,
} from "lucide-react";
import { panelTypeNames } from "./changes.ts";

const icons: Record<PanelType, LucideIcon> = {
  timeseries: ChartLine,
  stat: Hash,
  gauge: Gauge,
  bar: ChartNoAxesColumn,
  table: Table2,
  heatmap: Grid3x3,
  text: AlignLeft,
  logs: ScrollText,
  alerts: BellRing,
};

export const panelChoices = (Object.keys(panelTypeNames) as PanelType[]).map((value) => ({
  value,
  label: panelTypeNames[value],
  icon: icons[value],
}));
