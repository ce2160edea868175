import { describe, expect, it } from "vitest";
import { jobsFromYaml, toYaml } from "./prometheus-yaml.ts";
import { jobConfig } from "./schemas.ts";

const yaml = `
global:
  scrape_interval: 15s
scrape_configs:
  - job_name: node
    static_configs:
      - targets: ["a:9100", "b:9100"]
        labels: { zone: eu, rack: 7 }
    relabel_configs:
      - source_labels: [__address__]
        regex: "([^:]+):.*"
        target_label: host
  - job_name: probes
    scrape_interval: 1m30s
    scrape_timeout: 30s
    scheme: https
    metrics_path: /probe
    params: { module: [http_2xx] }
    basic_auth: { username: u, password: p }
    tls_config: { insecure_skip_verify: true, ca_file: /etc/ca.pem }
    file_sd_configs: [{ files: ["probes/*.yml"] }]
    kubernetes_sd_configs: [{ role: pod }]
    metric_relabel_configs:
      - { action: drop, source_labels: [__name__], regex: go_.* }
`;

describe("scrape_configs", () => {
  it("take a client certificate with its key as the secret, and never give the key out", () => {
    const text = `
job_name: guarded
scheme: https
tls_config: { ca: the authority, cert: the certificate, key: the key }
static_configs: [{ targets: ["a:9100"] }]
`;
    const [job] = jobsFromYaml(text).jobs;
    expect(job).toMatchObject({
      config: { auth: { kind: "certificate", cert: "the certificate" }, tls: { ca: "the authority" } },
      secret: "the key",
    });
    const config = jobConfig.parse(job?.config);
    const written = toYaml({ name: "guarded", config, hasSecret: true });
    expect(written).not.toContain("the key");
    expect(jobsFromYaml(written).jobs[0]).toMatchObject({ config: { auth: config.auth }, secret: undefined });
  });

  it("are read, and what is not understood is said", () => {
    const { jobs, notes } = jobsFromYaml(yaml);
    expect(jobs[0]).toMatchObject({
      name: "node",
      config: {
        intervalSeconds: 15,
        staticConfigs: [{ targets: ["a:9100", "b:9100"], labels: { zone: "eu", rack: "7" } }],
        relabelConfigs: [{ action: "replace", targetLabel: "host", replacement: "$1" }],
      },
    });
    expect(jobs[1]).toMatchObject({
      secret: "p",
      config: {
        intervalSeconds: 90,
        timeoutSeconds: 10,
        params: { module: "http_2xx" },
        auth: { kind: "basic", username: "u" },
        tls: { insecureSkipVerify: true },
        fileSd: ["probes/*.yml"],
      },
    });
    expect(notes).toEqual([
      "probes: kubernetes_sd_configs is not supported and was left out",
      "probes: a timeout of 10 s was taken, the longest there is",
      "probes: tls_config.ca_file is not supported: paste the authority as ca",
    ]);
  });

  it("are written as they were read, with secrets hidden and kept", () => {
    for (const { name, config, secret } of jobsFromYaml(yaml).jobs) {
      const written = toYaml({ name, config, hasSecret: secret !== undefined });
      expect(written).not.toContain("password: p\n");
      const [again] = jobsFromYaml(written).jobs;
      expect(again).toEqual({ name, config, secret: undefined });
    }
  });

  it.each([
    ["- a: [", /Not YAML/],
    ["hello", /Paste scrape_configs/],
    ["- scheme: http", /no job_name/],
    ["job_name: a\nscrape_interval: soon", /no duration/],
    ["job_name: a\nfile_sd_configs: [{files: [/etc/passwd]}]", /cannot be used/],
    ["job_name: a\nfile_sd_configs: [{files: [../x.yml]}]", /cannot be used/],
    ["job_name: a\nrelabel_configs: [{action: explode}]", /cannot be used/],
    ["job_name: a\nauthorization: {type: Digest}", /Digest/],
  ])("%j is refused in words", (text, fault) => {
    expect(() => jobsFromYaml(text)).toThrow(fault);
  });
});
