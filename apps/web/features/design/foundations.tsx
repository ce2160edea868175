import { Kbd } from "@triops/ui/kbd";
import { LEVELS } from "@triops/ui/levels";
import { SeriesSwatch } from "@triops/ui/series-swatch";
import { SeverityBadge, SeverityMark } from "@triops/ui/severity-mark";
import { Row, Section } from "./section.tsx";

const SURFACES = ["bg-bg", "bg-raised", "bg-sunken", "bg-accent-tint", "bg-accent"];
const SLOTS = [1, 2, 3, 4, 5, 6, 7, 8];
const DASHES = [null, null, null, null, [6, 3], [6, 3], [2, 3], [2, 3]];
const TYPE = [
  ["text-kpi font-semibold", "KPI 28/32"],
  ["text-page font-semibold", "Page 20/28"],
  ["text-section font-semibold", "Section 16/24"],
  ["text-form", "Form 14/20"],
  ["text-body", "Body 13/20"],
  ["text-dense text-ink-2", "Dense 12/16"],
  ["text-axis text-ink-3", "Axis 11/16"],
  ["font-mono text-log", "Log 12/18 2026-11-23T14:05:09Z"],
] as const;

export function FoundationsSection() {
  return (
    <Section title="Foundations">
      <Row>
        {SURFACES.map((surface) => (
          <span
            key={surface}
            className={`${surface} size-14 rounded-card border border-line`}
            title={surface}
          />
        ))}
      </Row>
      <Row>
        {LEVELS.map((level) => (
          <SeverityBadge key={level} level={level} />
        ))}
        {LEVELS.map((level) => (
          <SeverityMark key={level} level={level} label={level} className="size-4" />
        ))}
      </Row>
      <Row>
        {SLOTS.map((slot) => (
          <span key={slot} className="inline-flex items-center gap-1 text-dense text-ink-2">
            <SeriesSwatch color={`var(--color-series-${slot})`} dash={DASHES[slot - 1] ?? null} />
            {slot}
          </span>
        ))}
      </Row>
      <div className="flex flex-col gap-1">
        {TYPE.map(([look, name]) => (
          <p key={name} className={look}>
            {name}
          </p>
        ))}
      </div>
      <Row>
        <Kbd keys="mod+k" />
        <Kbd keys="g i" />
        <Kbd keys="escape" />
        <Kbd keys="shift+arrowleft" />
      </Row>
    </Section>
  );
}
