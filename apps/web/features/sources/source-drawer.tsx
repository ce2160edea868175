"use client";
import { reasonText } from "@triops/domains/sources/rules";
import type { Source } from "@triops/domains/sources/schemas";
import { Drawer } from "@triops/ui/drawer";
import { Facts } from "@triops/ui/facts";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { formatCount, formatValue, unitOf } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { agentName, itemsOf } from "./words.ts";

/** One key and signal: what was refused and why, and which programs use it. */
export function SourceDrawer({ source, onClose }: { source: Source; onClose: () => void }) {
  const { name, prefix, signal, senders, rejections } = source;
  return (
    <Drawer title={`${name ?? "A key that is gone"}: ${signal}`} onClose={onClose}>
      <div className="flex flex-col gap-5">
        <Facts
          items={[
            {
              label: "Key",
              value: prefix ?? (source.source === "scrape" ? "none: Triops fetches" : source.source),
            },
            {
              label: "Last seen",
              value: source.lastSeen ? <Time at={source.lastSeen} format="full" /> : "never",
            },
            { label: "Accepted", value: `${formatCount(source.accepted)} ${itemsOf(signal)}` },
            { label: "Late", value: `${formatCount(source.late)}, stored all the same` },
            { label: "Refused", value: formatCount(source.rejected) },
            {
              label: "Dropped",
              value: "0, always: the answer 2xx comes after the disk, anything else says why",
            },
          ]}
        />
        <section aria-label="Refused" className="flex flex-col gap-2">
          <h3 className="text-body font-semibold text-ink-1">Refused</h3>
          {rejections.length === 0 ? (
            <p className="text-body text-ink-3">Nothing in this range.</p>
          ) : (
            <ul className="flex flex-col gap-2">
              {rejections.map(({ reason, count, lastSeen }) => (
                <li key={reason} className="text-body">
                  <TextLink href={paths.refused({ source: source.source, signal, reason })}>
                    {formatCount(count)} × {reasonText(reason)}
                  </TextLink>
                  <p className="text-dense text-ink-3">
                    {reason}, last <Time at={lastSeen} />
                  </p>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section aria-label="Programs" className="flex flex-col gap-2">
          <h3 className="text-body font-semibold text-ink-1">Programs</h3>
          <ul className="flex flex-col gap-3">
            {senders.map((sender) => (
              <li key={`${sender.agent} ${sender.endpoint}`} className="min-w-0 text-body">
                <span className="break-words font-medium text-ink-1">{agentName(sender.agent)}</span>
                <p className="text-dense text-ink-3">
                  {sender.endpoint} · {formatCount(sender.requests)} requests,{" "}
                  {formatValue(sender.bytes, unitOf("By"))} · last <Time at={sender.lastSeen} />
                </p>
                {sender.refused + sender.deferred > 0 && (
                  <p className="text-dense text-sev2-text">
                    {formatCount(sender.refused)} requests refused, {formatCount(sender.deferred)} put off
                  </p>
                )}
              </li>
            ))}
            {senders.length === 0 && <li className="text-body text-ink-3">None is known in this range.</li>}
          </ul>
        </section>
      </div>
    </Drawer>
  );
}
