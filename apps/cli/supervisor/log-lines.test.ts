import { describe, expect, it } from "vitest";
import { createConsole } from "./console.ts";
import { readLogLine } from "./log-lines.ts";

describe("readLogLine", () => {
  it.each([
    ['{"level":"warn","time":"x","name":"web","msg":"slow","ms":7}', "warn", "slow ms=7"],
    [
      '{"level":50,"msg":"failed","err":{"message":"boom","stack":"Error: boom\\n    at run (/a/b.ts:1:2)"}}',
      "error",
      "failed boom (at run (/a/b.ts:1:2))",
    ],
    ["{not json", "info", "{not json"],
    ["LOG:  checkpoint starting", "debug", "checkpoint starting"],
    ["ERROR:  deadlock detected", "error", "deadlock detected"],
    [
      "FATAL:  terminating connection due to administrator command",
      "debug",
      "terminating connection due to administrator command",
    ],
    [
      "21715:M 23 Nov 2026 07:32:15.932 # WARNING Memory overcommit must be enabled!",
      "debug",
      "WARNING Memory overcommit must be enabled!",
    ],
    [
      "21715:M 23 Nov 2026 07:32:15.932 # Bad file format reading the append only file",
      "error",
      "Bad file format reading the append only file",
    ],
    ["  ▲ Next.js 16", "info", "  ▲ Next.js 16"],
  ])("%s", (line, level, text) => {
    expect(readLogLine(line)).toEqual({ level, text });
  });

  it("cuts long fields", () => {
    const { text } = readLogLine(JSON.stringify({ level: "info", msg: "m", big: "x".repeat(5_000) }));
    expect(text.length).toBeLessThan(250);
  });
});

describe("createConsole", () => {
  const lines = (level: "debug" | "info", colour = false) => {
    const out: string[] = [];
    const output = createConsole({ level, colour, now: () => new Date(0), write: (text) => out.push(text) });
    output.line("postgres", "LOG:  checkpoint");
    output.line("gateway", '{"level":"info","msg":"listening"}');
    output.line("gateway", "  ");
    output.say("gateway is back", "warn");
    return out;
  };

  it("names the process in front and hides chatter unless asked", () => {
    expect(lines("info")).toEqual([
      "00:00:00 gateway    listening\n",
      "00:00:00 triops     warn gateway is back\n",
    ]);
    expect(lines("debug")).toHaveLength(3);
  });

  it("colours only when told to", () => {
    expect(lines("info").join("")).not.toContain("\x1b[");
    expect(lines("info", true).join("")).toContain("\x1b[35mgateway");
  });

  it("prints a step with its time only when it succeeded", async () => {
    const out: string[] = [];
    const output = createConsole({ level: "info", colour: false, write: (text) => out.push(text) });
    await output.step("stores answer", async () => {});
    await expect(output.step("gateway answers", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(out).toEqual([expect.stringMatching(/^✓ stores answer \(\d+\.\d s\)\n$/)]);
  });
});
