import { z } from "zod";
import type { TriopsReading } from "./metrics.ts";

/** `name{label="value",…} number`, as our own gateway writes it (no escapes but in values we do not read). */
const sampleLine = /^([a-z_]+)(?:\{([^}]*)\})? (\S+)$/;

export type Sample = { name: string; labels: Record<string, string>; value: number };

export function parseSamples(text: string): Sample[] {
  return text.split("\n").flatMap((line) => {
    const match = sampleLine.exec(line);
    if (!match?.[1]) return [];
    const pairs = [...(match[2] ?? "").matchAll(/([a-z_]+)="([^"]*)"/g)];
    const labels = Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name, value]));
    return [{ name: match[1], labels, value: Number(match[3]) }];
  });
}

const ingestShape = z.object({
  ingest: z.record(z.string(), z.object({ pendingRows: z.number(), awaySince: z.string().nullable() })),
});

const timeoutMs = 2_000;

/** What the gateway took, what it refused, and how long it has been unable to store anything. */
export async function readGateway(baseUrl: string): Promise<TriopsReading[]> {
  const get = (path: string) =>
    fetch(new URL(path, baseUrl), { signal: AbortSignal.timeout(timeoutMs), redirect: "manual" });
  try {
    const [metrics, health] = await Promise.all([
      get("/metrics").then((reply) => reply.text()),
      get("/health").then((reply) => reply.json()),
    ]);
    return [...describeSamples(parseSamples(metrics)), ...describeIngest(health, Date.now())];
  } catch {
    return [];
  }
}

export function describeSamples(samples: readonly Sample[]): TriopsReading[] {
  return samples.flatMap(({ name, labels, value }): TriopsReading[] => {
    const { signal = "", outcome, status = "" } = labels;
    if (name === "triops_gateway_items_total" && outcome === "accepted") {
      return [{ metric: "triops.ingest.accepted", value, attributes: { "triops.signal": signal } }];
    }
    if (name === "triops_gateway_items_total" && outcome === "rejected") {
      return [{ metric: "triops.ingest.rejected", value, attributes: { "triops.signal": signal } }];
    }
    if (name === "triops_gateway_requests_total") {
      const attributes = { "triops.signal": signal, "http.response.status_code": status };
      return [{ metric: "triops.ingest.requests", value, attributes }];
    }
    if (name === "triops_gateway_series") return [{ metric: "triops.ingest.series", value }];
    return [];
  });
}

export function describeIngest(health: unknown, nowMs: number): TriopsReading[] {
  const parsed = ingestShape.safeParse(health);
  if (!parsed.success) return [];
  const writers = Object.values(parsed.data.ingest);
  const lagsMs = writers.map(({ awaySince }) => (awaySince ? nowMs - Date.parse(awaySince) : 0));
  return [
    { metric: "triops.ingest.lag", value: Math.max(0, ...lagsMs) / 1_000 },
    {
      metric: "triops.ingest.pending",
      value: writers.reduce((sum, { pendingRows }) => sum + pendingRows, 0),
    },
  ];
}
