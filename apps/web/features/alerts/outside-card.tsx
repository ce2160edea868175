import type { Alert } from "@triops/domains/alerts/schemas";
import { Card } from "@triops/ui/card";
import { Notice } from "@triops/ui/data-states";
import { type Fact, Facts } from "@triops/ui/facts";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { sourceName } from "./sources.ts";

type Group = { receiver?: unknown; truncatedAlerts?: unknown; externalUrl?: unknown };

/** Others write these texts: only plain web addresses become links. */
const isWeb = (url: unknown): url is string => typeof url === "string" && /^https?:\/\//i.test(url);

/** What the other system says about its alert. */
export function OutsideCard({ alert }: { alert: Alert }) {
  const group = (alert.evidence.group ?? {}) as Group;
  const truncated = typeof group.truncatedAlerts === "number" ? group.truncatedAlerts : 0;
  const facts: Fact[] = [
    { label: "Claimed", value: alert.occurrences === 1 ? "once" : `${alert.occurrences} times` },
    { label: "Last claim", value: <Time at={alert.lastSeenAt} /> },
    ...(alert.state === "open"
      ? [{ label: "Holds until", value: alert.endsAt ? <Time at={alert.endsAt} /> : "told that it is over" }]
      : []),
    ...(isWeb(alert.generatorUrl) ? [{ label: "Generator", value: outward(alert.generatorUrl) }] : []),
    ...(typeof group.receiver === "string" ? [{ label: "Receiver", value: group.receiver }] : []),
    ...(isWeb(group.externalUrl) ? [{ label: "Alertmanager", value: outward(group.externalUrl) }] : []),
  ];
  return (
    <Card title={`From ${sourceName(alert.source)}`}>
      {truncated > 0 && (
        <Notice tone="warning" className="mb-3">
          The notification left {truncated} alerts of this group out (max_alerts): what you see is not all of
          it.
        </Notice>
      )}
      <Facts items={facts} />
      {Object.keys(alert.annotations).length > 0 && (
        <dl className="mt-4 flex flex-col gap-2 text-body">
          {Object.entries(alert.annotations).map(([name, text]) => (
            <div key={name}>
              <dt className="text-ink-3">{name}</dt>
              <dd className="whitespace-pre-wrap break-words text-ink-1">
                {isWeb(text) ? outward(text) : text}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}

const outward = (url: string) => (
  <TextLink href={url} target="_blank" rel="noreferrer" className="break-all">
    {url}
  </TextLink>
);
