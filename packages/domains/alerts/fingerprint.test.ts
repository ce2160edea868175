import { describe, expect, it } from "vitest";
import { labelFingerprint } from "./fingerprint.ts";

/** FNV-1a as its authors define it, in whole numbers of any size. */
function slow(labels: Record<string, string>): string {
  let hash = 0xcbf29ce484222325n;
  const bytes = Object.keys(labels)
    .sort()
    .flatMap((name) => [...Buffer.from(name), 0xff, ...Buffer.from(labels[name] ?? ""), 0xff]);
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash.toString(16).padStart(16, "0");
}

describe("the fingerprint of a label set", () => {
  it("of nothing is the offset of FNV-1a", () => {
    expect(labelFingerprint({})).toBe("cbf29ce484222325");
  });
  it("is what Alertmanager 0.25 prints", () => {
    const labels = { alertname: "Fp", instance: "a:9100", note: "é \u{1f600}", zz: "1" };
    expect(labelFingerprint(labels)).toBe("b020840e00ed6c80");
  });
  it("is FNV-1a over sorted names and values", () => {
    const sets: Record<string, string>[] = [
      { alertname: "HighLoad", instance: "a:9100", job: "node" },
      { job: "node", instance: "a:9100", alertname: "HighLoad" },
      { name: "é \u{1f600}", a: "", z: "x".repeat(500) },
    ];
    for (const labels of sets) expect(labelFingerprint(labels)).toBe(slow(labels));
  });
});
