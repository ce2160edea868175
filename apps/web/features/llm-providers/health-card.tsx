import { BarList } from "@triops/ui/bar-chart";
import { Card } from "@triops/ui/card";
import { Stat, StatRow } from "@triops/ui/stat";
import { errorWords, type Health } from "./words.ts";

/** How it did lately, as the gateways saw it, and why calls failed. */
export function HealthCard({ health, minutes }: { health: Health | undefined; minutes: number }) {
  const reasons = Object.entries(health?.errors ?? {})
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => ({ id: name, label: errorWords[name] ?? name, value: count }));
  const calls = health?.calls ?? 0;
  return (
    <Card title="How it does" aside={`last ${minutes} minutes, every attempt counted`}>
      {calls === 0 ? (
        <p className="text-body text-ink-3">No call was sent to it in this time.</p>
      ) : (
        <div className="flex flex-col gap-4">
          <StatRow>
            <Stat label="Calls" value={calls} unit="count" />
            <Stat label="Failed" value={(health?.failures ?? 0) / calls} unit="ratio" />
            <Stat label="Time to answer, mean" value={health?.latencyMsMean ?? null} unit="milliseconds" />
          </StatRow>
          {reasons.length > 0 && (
            <section aria-label="Why calls failed">
              <h3 className="mb-2 text-body font-medium text-ink-1">Why calls failed</h3>
              <BarList label="Failed calls by reason" bars={reasons} unit="count" />
            </section>
          )}
        </div>
      )}
    </Card>
  );
}
