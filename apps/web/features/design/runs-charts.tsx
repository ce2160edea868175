"use client";
import { Card } from "@triops/ui/card";
import { type Kept, ParallelCoordinates } from "@triops/ui/parallel-coordinates";
import { ScatterChart } from "@triops/ui/scatter-chart";
import { TimeChart } from "@triops/ui/time-chart";
import { useState } from "react";
import { Section } from "./section.tsx";

const axes = ["rate", "depth", "kind", "loss"].map((id) => ({ id, label: id }));
const lines = Array.from({ length: 40 }, (_, at) => ({
  id: `run-${at}`,
  label: `run ${at}`,
  values: {
    rate: (at * 37) % 100,
    depth: at % 5 === 4 ? null : 3 + (at % 4),
    kind: at % 3 === 0 ? "ridge" : "forest",
    loss: 4 + Math.sin(at) + at / 20,
  },
}));
const points = lines.map(({ id, label, values }) => ({
  id,
  label,
  x: values.rate,
  y: values.loss,
  color: values.depth,
}));
const loss = [
  {
    id: "loss",
    label: "loss",
    points: Array.from(
      { length: 120 },
      (_, step) => [step, 4 / (1 + step / 12) + Math.sin(step) / 9] as const,
    ),
  },
];

/** Many things with many figures each, and a course over steps. */
export function RunsChartsSection() {
  const [kept, setKept] = useState<Readonly<Record<string, Kept>>>({});
  const [colorBy, setColorBy] = useState("loss");
  return (
    <Section title="Charts of runs">
      <Card title="Parallel coordinates">
        <ParallelCoordinates
          label="Runs across their figures"
          axes={axes}
          lines={lines}
          colorBy={colorBy}
          onColorBy={setColorBy}
          kept={kept}
          onKeptChange={setKept}
        />
      </Card>
      <div className="grid min-w-0 items-start gap-4 xl:grid-cols-2">
        <Card title="Loss against rate">
          <ScatterChart
            label="Loss against rate"
            points={points}
            xLabel="rate"
            yLabel="loss"
            colorLabel="depth"
          />
        </Card>
        <Card>
          <TimeChart title="Loss by step" series={loss} across="steps" includeZero={false} />
        </Card>
      </div>
    </Section>
  );
}
