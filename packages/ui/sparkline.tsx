import { cn } from "./class-names.ts";

type SparklineProps = {
  /** Oldest first; `null` is a gap. */
  values: readonly (number | null)[];
  /** What it shows, for screen readers: "Errors, last hour". Leave out when the figures stand beside it. */
  label?: string;
  widthPx?: number;
  heightPx?: number;
  /** CSS colour of the line. */
  color?: string;
  area?: boolean;
  /** Lowest value of the scale; 0 keeps small noise small. */
  min?: number;
  max?: number;
  className?: string;
};

/** A line the size of a word. Scale without zero only when `min` is left out and zero has no meaning. */
export function Sparkline({
  values,
  label,
  widthPx = 96,
  heightPx = 24,
  color = "var(--color-series-1)",
  area = true,
  min,
  max,
  className,
}: SparklineProps) {
  const known = values.filter((value) => value !== null);
  const low = min ?? Math.min(...known);
  const high = max ?? Math.max(...known);
  const height = high - low || 1;
  const pad = 2;
  const x = (index: number) => pad + (index / Math.max(1, values.length - 1)) * (widthPx - 2 * pad);
  const y = (value: number) =>
    known.length === 0 || high === low
      ? heightPx / 2
      : heightPx - pad - ((Math.min(Math.max(value, low), high) - low) / height) * (heightPx - 2 * pad);

  const runs: [number, number][][] = [];
  let run: [number, number][] = [];
  values.forEach((value, index) => {
    if (value === null) {
      if (run.length > 0) runs.push(run);
      run = [];
    } else run.push([x(index), y(value)]);
  });
  if (run.length > 0) runs.push(run);
  const last = runs.at(-1)?.at(-1);
  const path = (points: [number, number][]) =>
    points.map(([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`).join("L");

  return (
    <svg
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      width={widthPx}
      height={heightPx}
      className={cn("max-w-full overflow-visible", className)}
    >
      {runs.map((points) => {
        const first = points[0]!;
        const end = points.at(-1)!;
        return (
          <g key={first[0]}>
            {area && points.length > 1 && (
              <path
                d={`M${first[0]} ${heightPx}L${path(points)}L${end[0]} ${heightPx}Z`}
                fill={color}
                opacity={0.14}
              />
            )}
            <path
              d={points.length === 1 ? `M${path(points)}h.01` : `M${path(points)}`}
              fill="none"
              stroke={color}
              strokeWidth={1.5}
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          </g>
        );
      })}
      {last && <circle cx={last[0]} cy={last[1]} r={2} fill={color} />}
    </svg>
  );
}
