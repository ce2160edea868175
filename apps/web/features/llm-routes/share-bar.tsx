import { type Weighted, widthsOf } from "./shares.ts";
import { seriesColor } from "./target-colors.ts";

/** How traffic is divided, as one bar; the figures stand beside the targets. */
export function ShareBar({ targets }: { targets: readonly (Weighted & { label: string })[] }) {
  const widths = widthsOf(targets);
  return (
    <div
      role="img"
      aria-label={`Shares of traffic: ${targets.map(({ label }, index) => `${label || "no model yet"} ${Math.round(widths[index] ?? 0)} %`).join(", ")}`}
      className="flex h-2 w-full overflow-hidden rounded-full bg-sunken"
    >
      {targets.map(({ key }, index) => (
        <span
          key={key}
          className="h-full border-bg border-r-2 transition-[width] last:border-r-0"
          style={{ width: `${widths[index]}%`, backgroundColor: seriesColor(index) }}
        />
      ))}
    </div>
  );
}
