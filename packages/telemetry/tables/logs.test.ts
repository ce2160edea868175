import { describe, expect, it } from "vitest";
import { RowWriter, uuidBytes } from "../client/row-binary.ts";
import { type LogRow, logIds, writeLog } from "./logs.ts";

const log: Omit<LogRow, "id"> = {
  service: "shop",
  serviceNamespace: "",
  timeNs: 1_760_000_000_123_456_789n,
  observedNs: 1_760_000_000_123_456_789n,
  severityNumber: 9,
  severityText: "INFO",
  level: "info",
  body: "hello",
  eventName: "",
  templateId: "",
  traceId: "",
  spanId: "",
  sessionId: "",
  flags: 0,
  scopeName: "",
  scopeVersion: "",
  attributes: [["a", "bc"]],
  resource: [["service.name", "shop"]],
};

describe("ids of log records", () => {
  it("are the same when the same request comes again, and differ within it", () => {
    const ids = () => {
      const idOf = logIds();
      return [idOf(log), idOf(log), idOf({ ...log, body: "other" })];
    };
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(3);
  });

  it("tell apart what differs anywhere", () => {
    const variants: Partial<LogRow>[] = [
      {},
      { timeNs: log.timeNs + 1n },
      { service: "shoq" },
      { body: "hellp" },
      { traceId: "a" },
      { spanId: "a" },
      { severityNumber: 10 },
      { attributes: [["ab", "c"]] },
      { attributes: [] },
    ];
    expect(new Set(variants.map((change) => logIds()({ ...log, ...change }))).size).toBe(variants.length);
  });

  it("do not meet among a hundred thousand lines of one instant", () => {
    const idOf = logIds();
    const ids = Array.from({ length: 100_000 }, (_, i) => idOf({ ...log, body: `request ${i}` }));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("rows of log records", () => {
  it("carry each record's own resource, however they alternate", () => {
    const workspace = uuidBytes("01890000-0000-7000-8000-000000000001");
    const other: typeof log = { ...log, resource: [["service.name", "mail"]] };
    const bytes = (...logs: (typeof log)[]) => {
      const writer = new RowWriter();
      for (const each of logs) writeLog(writer, workspace, { ...each, id: 1n }, 30);
      return writer.take().toString("hex");
    };
    expect(bytes(log, other, log)).toBe(bytes(log) + bytes(other) + bytes(log));
    expect(bytes(log)).not.toBe(bytes(other));
  });
});
