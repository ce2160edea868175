import type { Source } from "@triops/domains/sources/schemas";
import { describe, expect, it } from "vitest";
import { agentName, answerFor } from "./words.ts";

const now = Date.parse("2026-06-01T12:00:00Z");
const source = (id: string, lastSeen: string, signal = "metrics") =>
  ({ source: id, signal, lastSeen }) as Source;

describe("the answer of the page", () => {
  it("counts who sends, who fell silent and what was refused", () => {
    const fresh = source("a", "2026-06-01T11:59:50Z");
    expect(answerFor([], 0, now)).toBe("Nothing has been sent in this range.");
    expect(answerFor([fresh], 0, now)).toBe("1 key sends; nothing was refused. Nothing was dropped.");
    expect(answerFor([fresh, source("b", "2026-06-01T11:00:00Z")], 1_234, now)).toBe(
      "2 keys send; 1 has gone silent; 1,234 refused, and it says why. Nothing was dropped.",
    );
  });

  it("does not call a sender of changes silent", () => {
    expect(answerFor([source("a", "2026-06-01T01:00:00Z", "changes")], 0, now)).not.toContain("silent");
  });
});

it("programs are named as people call them", () => {
  expect(agentName("OTel-OTLP-Exporter-JavaScript/0.301.0")).toBe("OpenTelemetry JavaScript 0.301.0");
  expect(agentName("Prometheus/2.53.0")).toBe("Prometheus/2.53.0");
  expect(agentName("")).toBe("no name given");
});
