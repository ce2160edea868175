import { jobsFromYaml } from "@triops/domains/targets/prometheus-yaml";
import { describe, expect, it } from "vitest";
import { answerFor, yamlOf } from "./words.ts";

const counts = { up: 2, down: 1, unknown: 0, dropped: 4 };

describe("scrape targets in words", () => {
  it("the answer counts what is asked, not what was dropped", () => {
    expect(answerFor(counts, 1)).toBe("2 of 3 targets up, 1 down.");
    expect(answerFor({ up: 1, down: 0, unknown: 0, dropped: 0 }, 1)).toBe("1 of 1 target up.");
    expect(answerFor(counts, 0)).toMatch(/fetch metrics itself/);
  });

  it("the short form says the same as Prometheus would", () => {
    const yaml = yamlOf({
      name: 'a "quoted" job',
      addresses: "a:9100, b:9100\nc:9100",
      scheme: "https",
      path: "/probe",
      intervalSeconds: "15",
      auth: "basic",
      username: "u",
      secret: "p: #x",
      skipVerify: true,
    });
    expect(jobsFromYaml(yaml)).toMatchObject({
      notes: [],
      jobs: [
        {
          name: 'a "quoted" job',
          secret: "p: #x",
          config: {
            scheme: "https",
            metricsPath: "/probe",
            intervalSeconds: 15,
            staticConfigs: [{ targets: ["a:9100", "b:9100", "c:9100"] }],
            auth: { kind: "basic", username: "u" },
            tls: { insecureSkipVerify: true },
          },
        },
      ],
    });
  });
});
