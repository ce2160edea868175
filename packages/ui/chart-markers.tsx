"use client";
import type { ChartMarker } from "./chart-types.ts";
import { Link } from "./link.tsx";
import { formatAbsolute, formatInstant } from "./times.ts";
import { Tooltip } from "./tooltip.tsx";

type ChartMarkersProps = {
  markers: readonly ChartMarker[];
  xPx: (atMs: number) => number;
  widthPx: number;
  heightPx: number;
  zone: string;
};

/** Ticks nearer to each other than a target's width share one target. */
const CLUSTER_PX = 24;
const LISTED = 5;

type Cluster = { px: number; markers: ChartMarker[] };

function clusters({ markers, xPx, widthPx }: ChartMarkersProps): Cluster[] {
  const result: Cluster[] = [];
  for (const marker of markers.toSorted((a, b) => a.atMs - b.atMs)) {
    const px = xPx(marker.atMs);
    if (px < 0 || px > widthPx) continue;
    const before = result.at(-1);
    if (before && px - before.px < CLUSTER_PX) before.markers.push(marker);
    else result.push({ px, markers: [marker] });
  }
  return result;
}

/** Instants at which something happened: a tick through the plot, a triangle to point at below its top. */
export function ChartMarkers(props: ChartMarkersProps) {
  const { xPx, heightPx, zone } = props;
  return clusters(props).map(({ px, markers }) => {
    const first = markers[0]!;
    const label =
      markers.length === 1
        ? `${first.label}, ${formatAbsolute(first.atMs, zone, first.atMs)}`
        : `${markers.length} events`;
    const triangle = (
      <svg aria-hidden="true" viewBox="0 0 10 8" className="h-2 w-2.5">
        <path d="M0 8 5 0l5 8z" fill="var(--color-ink-2)" />
      </svg>
    );
    const look =
      "absolute -bottom-5 -ml-3 flex size-6 items-start justify-center rounded-control pt-0.5 hover:bg-sunken";
    return (
      <div key={first.id}>
        {markers.map((marker) => (
          <span
            key={marker.id}
            aria-hidden="true"
            className="pointer-events-none absolute top-0 w-px bg-ink-3/60"
            style={{ left: xPx(marker.atMs), height: heightPx }}
          />
        ))}
        <Tooltip
          side="bottom"
          content={
            <span className="flex flex-col gap-1">
              {markers.slice(0, LISTED).map((marker) => (
                <span key={marker.id}>
                  <span className="block font-medium">{marker.label}</span>
                  <span className="block opacity-80">
                    {marker.detail ? `${marker.detail} · ` : ""}
                    {formatInstant(marker.atMs, zone)}
                  </span>
                </span>
              ))}
              {markers.length > LISTED && <span>and {markers.length - LISTED} more</span>}
            </span>
          }
        >
          {markers.length === 1 && first.href !== undefined ? (
            <Link href={first.href} aria-label={label} className={look} style={{ left: px }}>
              {triangle}
            </Link>
          ) : (
            <button type="button" aria-label={label} className={look} style={{ left: px }}>
              {triangle}
            </button>
          )}
        </Tooltip>
      </div>
    );
  });
}
