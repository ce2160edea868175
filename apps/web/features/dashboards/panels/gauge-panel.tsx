"use client";
import { Refreshing } from "@triops/ui/data-states";
import { levelColor } from "@triops/ui/levels";
import { SeverityMark } from "@triops/ui/severity-mark";
import { formatExact } from "@triops/ui/units";
import { levelAt } from "../data/reduce.ts";
import { panelValue } from "../data/values.ts";
import { BarList } from "./bar-panel.tsx";
import type { Figure } from "./figures.ts";
import type { PanelProps } from "./panel-props.ts";
import { PanelEmpty, PanelFault, PanelLoading } from "./panel-states.tsx";
import { useFigures } from "./use-figures.ts";

const dialPxMin = 120;

/** How full something is: an arc from least to greatest, with ticks where thresholds begin. */
export function GaugePanel(props: PanelProps) {
  const { panel, title, widthPx, heightPx } = props;
  const { figures, pending, refreshing, fault, retry } = useFigures(props, false);
  if (fault && figures.length === 0) return <PanelFault onRetry={retry}>{fault.message}</PanelFault>;
  if (pending) return <PanelLoading title={title} />;
  if (figures.length === 0) return <PanelEmpty />;
  if (panel.options.gauge === "bar") return <BarList figures={figures} panel={panel} label={title} />;
  const columns = Math.max(1, Math.min(figures.length, Math.floor(widthPx / dialPxMin)));
  const lines = Math.max(1, Math.min(Math.ceil(figures.length / columns), Math.floor(heightPx / 84)));
  const shown = figures.slice(0, columns * lines);
  const dialPx = Math.min(widthPx / columns, (heightPx / lines) * 1.7, 260);
  return (
    <Refreshing active={refreshing} className="h-full [&>div]:h-full">
      <div className="flex h-full flex-wrap content-center items-center justify-center">
        {shown.map((figure) => (
          <Dial key={figure.id} figure={figure} panel={panel} widthPx={dialPx} named={figures.length > 1} />
        ))}
      </div>
    </Refreshing>
  );
}

const radius = 42;
const length = Math.PI * radius;
/** From the left end over the top to the right. */
const arc = `M ${50 - radius} 50 A ${radius} ${radius} 0 0 1 ${50 + radius} 50`;

type DialProps = { figure: Figure; panel: PanelProps["panel"]; widthPx: number; named: boolean };

function Dial({ figure, panel, widthPx, named }: DialProps) {
  const { unit, decimals, thresholds, min, max } = panel.options;
  const low = min ?? 0;
  const usualMax = unit === "ratio" ? 1 : 100;
  const high = max ?? Math.max(usualMax, figure.value ?? 0);
  const share = (value: number) => Math.min(1, Math.max(0, (value - low) / (high - low || 1)));
  const level = levelAt(figure.value, thresholds);
  const text = panelValue(figure.value, unit, decimals);
  return (
    <figure className="relative m-0 flex flex-col items-center" style={{ width: widthPx }}>
      <svg
        viewBox="0 0 100 56"
        role="img"
        aria-label={`${text} of ${panelValue(low, unit, null)} to ${panelValue(high, unit, null)}`}
        className="w-full"
      >
        <path d={arc} fill="none" stroke="var(--color-sunken)" strokeWidth="9" />
        {figure.value !== null && (
          <path
            d={arc}
            fill="none"
            stroke={level ? levelColor(level) : "var(--color-series-1)"}
            strokeWidth="9"
            strokeDasharray={`${share(figure.value) * length} ${length}`}
          />
        )}
        {thresholds
          .filter(({ value }) => value > low && value < high)
          .map(({ value, level: at }) => {
            const angle = Math.PI * (1 - share(value));
            const point = (r: number) => `${50 + r * Math.cos(angle)} ${50 - r * Math.sin(angle)}`;
            return (
              <path
                key={`${value}${at}`}
                d={`M ${point(radius - 7)} L ${point(radius + 7)}`}
                stroke={levelColor(at)}
                strokeWidth="1.5"
              />
            );
          })}
      </svg>
      <figcaption className="-mt-7 flex max-w-full flex-col items-center">
        <span className="flex items-center gap-1">
          {level && level !== "ok" && <SeverityMark level={level} label={level.toUpperCase()} />}
          <span
            title={formatExact(figure.value, unit)}
            className={`font-semibold text-ink-1 tabular-nums ${widthPx > 150 ? "text-page" : "text-section"}`}
          >
            {text}
          </span>
        </span>
        {named && <span className="max-w-full truncate text-dense text-ink-3">{figure.name}</span>}
      </figcaption>
    </figure>
  );
}
