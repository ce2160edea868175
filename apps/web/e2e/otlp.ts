import { expect, inject } from "vitest";

type Point = { atMs: number; value: number };

/** Sends a gauge as an OpenTelemetry SDK would: OTLP over HTTP, JSON, with a key. @returns the status */
export async function sendGauge(
  name: string,
  points: Point[],
  attributes: Record<string, string>,
  key = inject("stack").keys.ingest,
): Promise<number> {
  const toAttributes = (given: Record<string, string>) =>
    Object.entries(given).map(([label, value]) => ({ key: label, value: { stringValue: value } }));
  const { "service.name": service = "journey", ...labels } = attributes;
  const answer = await fetch(`${inject("stack").gatewayUrl}/v1/metrics`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({
      resourceMetrics: [
        {
          resource: { attributes: toAttributes({ "service.name": service }) },
          scopeMetrics: [
            {
              scope: { name: "journeys" },
              metrics: [
                {
                  name,
                  gauge: {
                    dataPoints: points.map(({ atMs, value }) => ({
                      timeUnixNano: `${BigInt(atMs) * 1_000_000n}`,
                      asDouble: value,
                      attributes: toAttributes(labels),
                    })),
                  },
                },
              ],
            },
          ],
        },
      ],
    }),
  });
  return answer.status;
}

/** Sends one point every second until told to stop, so that a rule sees a living series. */
export function keepSending(
  name: string,
  valueAt: () => number,
  attributes: Record<string, string>,
): () => void {
  let stopped = false;
  void (async () => {
    while (!stopped) {
      expect(await sendGauge(name, [{ atMs: Date.now(), value: valueAt() }], attributes)).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  })();
  return () => {
    stopped = true;
  };
}
