import type { LogFilter } from "@triops/telemetry/logs/filter";

/** What names one running copy of a service, the most exact first. */
const instanceKeys = [
  "service.instance.id",
  "k8s.pod.uid",
  "k8s.pod.name",
  "container.id",
  "host.id",
  "host.name",
  "process.pid",
];

/** Which lines count as neighbours of a record. */
export function neighbourFilter(
  record: { service: string; resource: Record<string, string> },
  scope: "instance" | "service" | "all",
): LogFilter {
  if (scope === "all") return { kind: "all", parts: [] };
  const parts: LogFilter[] = [
    { kind: "compare", field: { kind: "column", name: "service" }, op: "=", value: record.service },
  ];
  const key = scope === "instance" ? instanceKeys.find((name) => record.resource[name]) : undefined;
  if (key !== undefined) {
    const value = record.resource[key] as string;
    // A star in a name must not become "anything".
    if (!value.includes("*"))
      parts.push({ kind: "compare", field: { kind: "resource", key }, op: "=", value });
  }
  return { kind: "all", parts };
}
