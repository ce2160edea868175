"use client";
import "uplot/dist/uPlot.min.css";
import { useEffect, useRef, useState } from "react";
import UPlot from "uplot";
import type { ChartScene, EngineProps } from "./chart-types.ts";

/** A canvas cannot read CSS variables: an element in the same place resolves them. */
function colorReader(host: HTMLElement): { read: (css: string) => string; done: () => void } {
  const probe = document.createElement("span");
  host.append(probe);
  return {
    read: (css) => {
      probe.style.color = css;
      return getComputedStyle(probe).color;
    },
    done: () => probe.remove(),
  };
}

/** `rgb(…)` with another opacity. */
function translucent(rgb: string, opacity: number): string {
  return rgb.replace(/^rgba?\(([^,]+),([^,]+),([^,)]+).*$/, `rgba($1,$2,$3,${opacity})`);
}

/** Counts up whenever the colours of the page may have changed. */
function useThemeVersion(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const bump = () => setVersion((before) => before + 1);
    const observer = new MutationObserver(bump);
    observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["data-theme", "class"],
    });
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", bump);
    return () => {
      observer.disconnect();
      system.removeEventListener("change", bump);
    };
  }, []);
  return version;
}

function toData(scene: ChartScene): UPlot.AlignedData {
  return [
    [...scene.times],
    ...scene.areas.flatMap((area) => [[...area.lower], [...area.upper]]),
    ...scene.lines.map((line) => [...line.values]),
  ] as UPlot.AlignedData;
}

/** Everything but the values: when this stays the same, new values do not rebuild the chart. */
function lookOf(scene: ChartScene): string {
  return JSON.stringify([
    scene.areas.map(({ id, color, opacity }) => [id, color, opacity]),
    scene.lines.map(({ id, color, dash, widthPx }) => [id, color, dash, widthPx]),
  ]);
}

/** Paints a scene on canvas: for many points, many series and live data. */
export default function UPlotEngine({ scene, widthPx, heightPx, frame }: EngineProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const latest = useRef({ scene, widthPx, heightPx, frame });
  latest.current = { scene, widthPx, heightPx, frame };
  const theme = useThemeVersion();
  const look = lookOf(scene);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const { scene: first, widthPx: width, heightPx: height } = latest.current;
    const colors = colorReader(element);
    const grid = colors.read("var(--color-line-subtle)");
    const base = colors.read("var(--color-line-control)");
    const text = colors.read("var(--color-ink-3)");
    const font = `11px ${getComputedStyle(element).fontFamily}`;
    const axis = { stroke: text, font, ticks: { show: false } } as const;
    const options: UPlot.Options = {
      width,
      height,
      ms: 1,
      padding: [frame.topPx, frame.rightPx, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: {
        x: { time: false, range: () => [latest.current.scene.x.min, latest.current.scene.x.max] },
        y: { range: () => [latest.current.scene.y.min, latest.current.scene.y.max] },
      },
      axes: [
        {
          ...axis,
          size: () => latest.current.frame.bottomPx,
          grid: { show: false },
          border: { show: true, stroke: base, width: 1 },
          splits: () => latest.current.scene.x.ticks.map((tick) => tick.at),
          values: () => latest.current.scene.x.ticks.map((tick) => tick.label),
        },
        {
          ...axis,
          size: () => latest.current.frame.leftPx,
          grid: { stroke: grid, width: 1 },
          splits: () => latest.current.scene.y.ticks.map((tick) => tick.at),
          values: () => latest.current.scene.y.ticks.map((tick) => tick.label),
        },
      ],
      series: [
        {},
        ...first.areas.flatMap((): UPlot.Series[] => [
          { stroke: "transparent", width: 0, points: { show: false } },
          { stroke: "transparent", width: 0, points: { show: false } },
        ]),
        ...first.lines.map(
          (line): UPlot.Series => ({
            stroke: colors.read(line.color),
            width: line.widthPx,
            ...(line.dash ? { dash: [...line.dash] } : {}),
            points: { show: false },
          }),
        ),
      ],
      bands: first.areas.map((area, at) => ({
        series: [2 + at * 2, 1 + at * 2] as UPlot.Band.Bounds,
        fill: translucent(colors.read(area.color), area.opacity),
      })),
    };
    colors.done();
    plot.current = new UPlot(options, toData(first), element);
    return () => {
      plot.current?.destroy();
      plot.current = null;
    };
  }, [look, theme]);

  useEffect(() => {
    const current = plot.current;
    if (!current) return;
    if (current.width !== widthPx || current.height !== heightPx)
      current.setSize({ width: widthPx, height: heightPx });
    current.setData(toData(scene));
  }, [scene, widthPx, heightPx]);

  return <div ref={host} aria-hidden="true" />;
}
