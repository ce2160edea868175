import { describe, expect, it } from "vitest";
import { assignParts, createProcessCollector, parseMemory, parseProcessStat, partOf } from "./processes.ts";

describe("parseProcessStat", () => {
  it("reads past a name with spaces and brackets", () => {
    const text = "42 (next-server (v16)) S 7 42 42 0 -1 4194560 1 0 0 0 150 50 0 0 20 0 11 0 999 1 1";
    expect(parseProcessStat(text)).toEqual({ pid: 42, parent: 7, ticks: 200 });
  });
});

describe("parseMemory", () => {
  it("reads kibibytes, and nothing for a process without memory of its own", () => {
    const text = "Name:\tnode\nVmRSS:\t  100 kB\nRssAnon:\t 60 kB\nRssFile:\t 30 kB\nRssShmem:\t 10 kB\n";
    expect(parseMemory(text)).toEqual({ residentBytes: 102_400, sharedBytes: 40_960 });
    expect(parseMemory("Name:\tkthreadd\n")).toEqual({ residentBytes: 0, sharedBytes: 0 });
  });
});

describe("partOf", () => {
  it.each([
    ["/usr/bin/node --max-old-space-size=768 /opt/triops/apps/gateway/src/main.ts", "gateway"],
    ["/usr/bin/node /opt/triops/apps/worker/src/main.ts", "worker"],
    ["next-server (v16.4.6)", "web"],
    ["/opt/pg/bin/postgres -D /data/pg", "postgres"],
    ["postgres: checkpointer ", "postgres"],
    ["/usr/bin/redis-server 127.0.0.1:40001", "redis"],
    ["/usr/bin/node /opt/triops/packages/embedded/clickhouse/server.ts", "clickhouse"],
    ["node apps/cli/main.ts up", "supervisor"],
    ["/bin/sh -c trap '' INT; apps/gateway triops-guard TERM 5", null],
    ["/bin/sh", null],
  ])("%s is %s", (commandLine, part) => {
    expect(partOf(commandLine)).toBe(part);
  });
});

describe("assignParts", () => {
  it("counts helpers with their nearest named ancestor and strangers not at all", () => {
    const stats = [
      { pid: 1, parent: 0, ticks: 0 },
      { pid: 10, parent: 1, ticks: 0 },
      { pid: 11, parent: 10, ticks: 0 },
      { pid: 12, parent: 11, ticks: 0 },
      { pid: 13, parent: 10, ticks: 0 },
      { pid: 99, parent: 1, ticks: 0 },
    ];
    const lines: Record<number, string> = {
      10: "node apps/cli/main.ts up",
      11: "node apps/worker/src/main.ts",
      12: "sh",
    };
    const parts = assignParts(stats, 10, (pid) => lines[pid] ?? "");
    expect([...parts]).toEqual([
      [10, "supervisor"],
      [11, "worker"],
      [12, "worker"],
      [13, "supervisor"],
    ]);
  });
});

describe.runIf(process.platform === "linux")("createProcessCollector", () => {
  it("measures a real process: memory at once, processor time from the second reading", async () => {
    const collect = createProcessCollector(process.pid);
    const first = await collect();
    const memory = first.find(({ metric }) => metric === "process.memory.usage");
    expect(memory?.value).toBeGreaterThan(10_000_000);
    expect(memory?.value).toBeLessThan(process.memoryUsage().rss * 3);
    const [cpuBefore, startedMs] = [process.cpuUsage(), performance.now()];
    while (performance.now() < startedMs + 300);
    const busy = (await collect()).find(({ metric }) => metric === "process.cpu.utilization");
    const { user, system } = process.cpuUsage(cpuBefore);
    const spent = (user + system) / 1_000 / (performance.now() - startedMs);
    // The kernel counts in hundredths of a second.
    expect(Math.abs((busy?.value ?? Number.NaN) - spent)).toBeLessThan(0.15);
  });
});
