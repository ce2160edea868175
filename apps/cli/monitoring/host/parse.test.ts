import { describe, expect, it } from "vitest";
import { cpuShares, parseDiskstats, parseMeminfo, parseMounts, parseNetDev, parseStat } from "./parse.ts";

const stat = (user: number, idle: number, iowait = 0) =>
  parseStat(
    `cpu  ${user} 0 0 ${idle} ${iowait} 0 0 0 0 0\ncpu0 1 0 0 1\ncpu1 1 0 0 1\nintr 5\nprocesses 42\n`,
  );

describe("parseStat and cpuShares", () => {
  it("gives shares of the time between two readings", () => {
    const before = stat(100, 1_000);
    expect(before).toMatchObject({ cpuCount: 2, processesCreated: 42 });
    const shares = cpuShares(before.cpu, stat(160, 1_120, 20).cpu);
    expect(shares?.modes).toMatchObject({ user: 0.3, idle: 0.6, iowait: 0.1 });
    expect(shares?.busy).toBeCloseTo(0.3);
  });

  it("gives nothing when no time passed, and no negative share when a counter went back", () => {
    expect(cpuShares(stat(1, 1).cpu, stat(1, 1).cpu)).toBeNull();
    expect(cpuShares(stat(100, 10).cpu, stat(50, 20).cpu)?.modes.user).toBe(0);
  });
});

describe("parseMeminfo", () => {
  it("reads kibibytes as bytes", () => {
    expect(parseMeminfo("MemTotal:  100 kB\nHugePages_Total: 0\n").get("MemTotal")).toBe(102_400);
  });
});

describe("parseDiskstats", () => {
  it("keeps whole disks that did something", () => {
    const text = [
      "   7 0 loop0 5 0 5 0 0 0 0 0 0 0 0",
      " 254 0 vda 10 2 80 7 20 3 160 9 0 1500 16",
      " 254 1 vda1 10 2 80 7 20 3 160 9 0 1500 16",
      " 254 16 vdb 0 0 0 0 0 0 0 0 0 0 0",
    ].join("\n");
    expect(parseDiskstats(text, new Set(["loop0", "vda", "vdb"]))).toEqual([
      { device: "vda", readBytes: 40_960, writeBytes: 81_920, reads: 10, writes: 20, busySeconds: 1.5 },
    ]);
  });
});

describe("parseNetDev", () => {
  it("leaves out loopback, containers' ends and silent interfaces", () => {
    const text = [
      "Inter-|   Receive   |  Transmit",
      " face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo colls carrier compressed",
      "    lo: 9 1 0 0 0 0 0 0 9 1 0 0 0 0 0 0",
      "  eth0:100 2 3 4 0 0 0 0 200 5 6 7 0 0 0 0",
      " veth1: 9 1 0 0 0 0 0 0 9 1 0 0 0 0 0 0",
      "  ifb0: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0",
    ].join("\n");
    expect(parseNetDev(text)).toEqual([
      {
        name: "eth0",
        received: { bytes: 100, errors: 3, dropped: 4 },
        sent: { bytes: 200, errors: 6, dropped: 7 },
      },
    ]);
  });
});

describe("parseMounts", () => {
  it("keeps one mount per local writable disk", () => {
    const text = [
      "proc /proc proc rw 0 0",
      "/dev/vda1 /var/lib/docker ext4 rw 0 0",
      "/dev/vda1 / ext4 rw,relatime 0 0",
      "/dev/vdb1 /data\\040disk xfs rw 0 0",
      "nas:/x /mnt/nas nfs4 rw 0 0",
      "/dev/sr0 /cd vfat ro 0 0",
      "overlay /var/lib/docker/overlay2/x overlay rw 0 0",
    ].join("\n");
    expect(parseMounts(text).map(({ path }) => path)).toEqual(["/", "/data disk"]);
  });

  it("takes a container's root", () => {
    expect(parseMounts("overlay / overlay rw 0 0")).toEqual([
      { device: "overlay", path: "/", type: "overlay" },
    ]);
  });
});
