import type { Alert } from "@triops/domains/alerts/schemas";
import type { Sources } from "@triops/domains/metrics/schemas";
import type { Monitor } from "@triops/domains/monitors/schemas";
import { Stat, StatRow } from "@triops/ui/stat";
import { paths } from "../../shell/paths.ts";

type FiguresProps = {
  incidents: number;
  alerts: readonly Alert[];
  monitors: readonly Monitor[];
  sources: Sources | undefined;
};

/** Each figure leads to the rows behind it. */
export function Figures({ incidents, alerts, monitors, sources }: FiguresProps) {
  const enabled = monitors.filter((monitor) => monitor.enabled);
  const watched = enabled.reduce((sum, monitor) => sum + monitor.seriesCount, 0);
  const full = sources?.minutes.slice(0, -1) ?? [];
  const last = full.at(-1);
  const rejected = full.reduce((sum, minute) => sum + minute.rejected, 0);
  return (
    <StatRow>
      <Stat label="Active incidents" value={incidents} href={paths.incidents()} />
      <Stat label="Open alerts" value={alerts.length} href={paths.alerts()} />
      <Stat
        label="Monitors on"
        value={enabled.length}
        note={`${watched} series watched`}
        href={paths.monitors()}
      />
      <Stat
        label="Points a minute"
        value={last?.accepted ?? null}
        trend={full.map((minute) => minute.accepted)}
        note={rejected > 0 ? `${rejected} rejected in this range` : "none rejected"}
        href={paths.metrics()}
      />
    </StatRow>
  );
}
