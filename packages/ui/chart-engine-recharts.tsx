"use client";
import { useMemo } from "react";
import { Area, CartesianGrid, ComposedChart, Line, XAxis, YAxis } from "recharts";
import type { EngineProps } from "./chart-types.ts";

type Row = Record<string, number | [number, number] | null>;

const AXIS_TEXT = { fontSize: 11, fill: "var(--color-ink-3)", fontFamily: "var(--font-sans)" } as const;

/** Paints a scene as SVG. Pointer, keyboard, tooltip and legend belong to the parts around it. */
export default function RechartsEngine({ scene, widthPx, heightPx, frame }: EngineProps) {
  const rows = useMemo(() => {
    const result: Row[] = [];
    scene.times.forEach((timeMs, index) => {
      const row: Row = { t: timeMs };
      scene.lines.forEach((line, at) => {
        row[`l${at}`] = line.values[index] ?? null;
      });
      scene.areas.forEach((area, at) => {
        const lower = area.lower[index];
        const upper = area.upper[index];
        row[`a${at}`] = typeof lower === "number" && typeof upper === "number" ? [lower, upper] : null;
      });
      result.push(row);
    });
    return result;
  }, [scene]);
  const xLabels = new Map(scene.x.ticks.map((tick) => [tick.at, tick.label]));
  const yLabels = new Map(scene.y.ticks.map((tick) => [tick.at, tick.label]));

  return (
    <ComposedChart
      width={widthPx}
      height={heightPx}
      data={rows}
      accessibilityLayer={false}
      margin={{ left: 0, right: frame.rightPx, top: frame.topPx, bottom: 0 }}
    >
      <CartesianGrid
        vertical={false}
        stroke="var(--color-line-subtle)"
        horizontalValues={scene.y.ticks.map((tick) => tick.at)}
      />
      <XAxis
        dataKey="t"
        type="number"
        scale="linear"
        domain={[scene.x.min, scene.x.max]}
        allowDataOverflow
        ticks={scene.x.ticks.map((tick) => tick.at)}
        tickFormatter={(at: number) => xLabels.get(at) ?? ""}
        interval={0}
        height={frame.bottomPx}
        tick={AXIS_TEXT}
        tickLine={false}
        axisLine={{ stroke: "var(--color-line-control)" }}
      />
      <YAxis
        type="number"
        domain={[scene.y.min, scene.y.max]}
        allowDataOverflow
        ticks={scene.y.ticks.map((tick) => tick.at)}
        tickFormatter={(at: number) => yLabels.get(at) ?? ""}
        interval={0}
        width={frame.leftPx}
        tick={AXIS_TEXT}
        tickLine={false}
        axisLine={false}
      />
      {scene.areas.map((area, at) => (
        <Area
          key={area.id}
          dataKey={`a${at}`}
          stroke="none"
          fill={area.color}
          fillOpacity={area.opacity}
          isAnimationActive={false}
          activeDot={false}
          dot={false}
          connectNulls={false}
          type="linear"
        />
      ))}
      {scene.lines.map((line, at) => (
        <Line
          key={line.id}
          dataKey={`l${at}`}
          stroke={line.color}
          strokeWidth={line.widthPx}
          {...(line.dash ? { strokeDasharray: line.dash.join(" ") } : {})}
          isAnimationActive={false}
          activeDot={false}
          dot={false}
          connectNulls={false}
          type="linear"
        />
      ))}
    </ComposedChart>
  );
}
