import { describe, expect, it } from "vitest";
import { createPortableCollector } from "./elsewhere.ts";
import { createLinuxCollector } from "./linux.ts";

describe.runIf(process.platform === "linux")("host collectors on this machine", () => {
  it("reads processor, memory, load, disks and network from the kernel", async () => {
    const collect = createLinuxCollector();
    await collect();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const readings = await collect();
    const names = new Set(readings.map(({ metric }) => metric));
    for (const name of [
      "system.cpu.busy",
      "system.memory.utilization",
      "system.cpu.load_average.1m",
    ] as const) {
      expect(names).toContain(name);
    }
    const shares = readings.filter(({ metric }) => metric === "system.cpu.utilization");
    expect(shares.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(1, 5);
    for (const { metric, value } of readings) {
      expect(value, metric).toBeGreaterThanOrEqual(0);
      if (metric.endsWith("utilization") || metric.endsWith("busy"))
        expect(value, metric).toBeLessThanOrEqual(1.001);
    }
  });

  it("agrees with the portable collector on memory and processors", async () => {
    const [ours] = [await createLinuxCollector()()];
    const portable = await createPortableCollector()();
    const figure = (readings: typeof ours, metric: string) =>
      readings.find((reading) => reading.metric === metric)?.value ?? Number.NaN;
    expect(figure(ours, "system.cpu.logical.count")).toBe(figure(portable, "system.cpu.logical.count"));
    expect(figure(ours, "system.memory.limit")).toBe(figure(portable, "system.memory.limit"));
    const used = figure(ours, "system.memory.usage") / figure(portable, "system.memory.usage");
    expect(used).toBeGreaterThan(0.8);
    expect(used).toBeLessThan(1.25);
  });
});
