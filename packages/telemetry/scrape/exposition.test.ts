import { describe, expect, it } from "vitest";
import { type ExpositionFormat, formatOf, parseSeriesText, readExposition } from "./exposition.ts";

function read(text: string, format: ExpositionFormat = "text") {
  const samples: [string, number, number | null][] = [];
  const said: string[] = [];
  readExposition(text, format, {
    sample: (series, value, at) => samples.push([series, value, at]),
    type: (family, type) => said.push(`${family} is ${type}`),
    unit: (family, unit) => said.push(`${family} in ${unit}`),
    help: (family, help) => said.push(`${family}: ${help}`),
  });
  return { samples, said };
}

describe("text format 0.0.4", () => {
  it("reads samples, times and what is said about them", () => {
    const page = [
      "# HELP http_requests_total Requests,\\nall of them.",
      "# TYPE http_requests_total counter",
      "# just a comment",
      "",
      'http_requests_total{method="post",code="200"} 1027 1395066363000',
      '  http_requests_total { method = "get" , } 3\t',
      "up 1\r",
      'esc{path="C:\\\\DIR\\\\}",error="a \\"b\\"\\n"} 1.458255915e9',
      'inf{le="+Inf"} +Inf',
      "nan NaN",
      "no_newline -1e-3",
    ].join("\n");
    const { samples, said } = read(page);
    expect(said).toEqual(["http_requests_total: Requests,\nall of them.", "http_requests_total is counter"]);
    expect(samples.map(([series, value, at]) => [series, value, at])).toEqual([
      ['http_requests_total{method="post",code="200"}', 1027, 1395066363000],
      ['http_requests_total { method = "get" , }', 3, null],
      ["up", 1, null],
      ['esc{path="C:\\\\DIR\\\\}",error="a \\"b\\"\\n"}', 1458255915, null],
      ['inf{le="+Inf"}', Infinity, null],
      ["nan", Number.NaN, null],
      ["no_newline", -0.001, null],
    ]);
  });

  it.each([
    ['a{b="c" 1', /Line 1: labels without an end/],
    ["up 1\na", /Line 2: a sample without a value/],
    ["a one", /value/],
    ["a 1 soon", /timestamp/],
    ["<html><body>", /value/],
  ])("refuses %j and names the line", (page, fault) => {
    expect(() => read(page)).toThrow(fault);
  });
});

describe("OpenMetrics", () => {
  it("has times in seconds, exemplars and an end", () => {
    const page = [
      "# TYPE acme_http_requests counter",
      "# UNIT acme_http_requests seconds",
      'acme_http_requests_total{a="#"} 5 1520879607.789 # {trace_id="x"} 0.67 1520879607.7',
      "# EOF",
    ].join("\n");
    const { samples, said } = read(page, "openmetrics");
    expect(samples).toEqual([['acme_http_requests_total{a="#"}', 5, 1520879607789]]);
    expect(said).toEqual(["acme_http_requests is counter", "acme_http_requests in seconds"]);
  });

  it("that was cut off is refused", () => {
    expect(() => read("a 1\n", "openmetrics")).toThrow(/# EOF/);
    expect(() => read("# EOF\na 1\n", "openmetrics")).toThrow(/after # EOF/);
  });

  it("is told by its content type", () => {
    expect(formatOf("application/openmetrics-text; version=1.0.0; charset=utf-8")).toBe("openmetrics");
    expect(formatOf("text/plain; version=0.0.4")).toBe("text");
    expect(formatOf(undefined)).toBe("text");
  });
});

describe("names and labels", () => {
  it.each([
    ["up", "up", {}],
    ["a{}", "a", {}],
    ['a{b="c",}', "a", { b: "c" }],
    ['a { b = "c" , d="{,}" }', "a", { b: "c", d: "{,}" }],
    ['e{p="C:\\\\x",q="\\"\\n"}', "e", { p: "C:\\x", q: '"\n' }],
    ['{"http.requests", "http.method"="get"}', "http.requests", { "http.method": "get" }],
  ])("%s", (text, metric, labels) => {
    const parsed = parseSeriesText(text);
    expect(parsed && [parsed.metric, Object.fromEntries(parsed.labels)]).toEqual([metric, labels]);
  });

  it.each(["a{b}", 'a{b="c" d="e"}', 'a{b="1",b="2"}', '{b="c"}', "1a", 'a{1b="c"}', 'a{b="c}'])(
    "%s are none",
    (text) => expect(parseSeriesText(text)).toBeNull(),
  );

  it("come back from whatever was written, with any characters in their values", () => {
    // A deterministic generator: the same cases on every machine.
    let seed = 7;
    const next = (max: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % max;
    };
    const alphabet = ['"', "\\", "\n", "{", "}", ",", "=", " ", "#", "a", "é", "日", "0"];
    for (let round = 0; round < 2_000; round++) {
      const labels: Record<string, string> = {};
      for (let n = next(5); n > 0; n--)
        labels[`l${next(9)}`] = Array.from({ length: next(12) }, () => alphabet[next(alphabet.length)]).join(
          "",
        );
      const escaped = Object.entries(labels).map(
        ([name, value]) =>
          `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`,
      );
      const value = (next(2_000_000) - 1_000_000) / 7;
      const { samples } = read(`m{${escaped.join(",")}} ${value} ${round}\n`);
      expect(samples).toHaveLength(1);
      expect(samples[0]?.slice(1)).toEqual([value, round]);
      const parsed = parseSeriesText(samples[0]?.[0] ?? "");
      expect(parsed && Object.fromEntries(parsed.labels)).toEqual(labels);
    }
  });

  it("never throw anything but the fault of a line, whatever comes", () => {
    let seed = 11;
    const next = (max: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % max;
    };
    const pieces = [
      "a",
      "{",
      "}",
      '"',
      "\\",
      "=",
      ",",
      " ",
      "\n",
      "1",
      "#",
      "# TYPE",
      "NaN",
      "\t",
      "\0",
      "é",
    ];
    for (let round = 0; round < 3_000; round++) {
      const page = Array.from({ length: next(30) }, () => pieces[next(pieces.length)]).join("");
      try {
        for (const [series] of read(page, round % 2 ? "text" : "openmetrics").samples)
          parseSeriesText(series);
      } catch (error) {
        expect(String(error)).toMatch(/^ExpositionError: Line \d+:/);
      }
    }
  });
});
