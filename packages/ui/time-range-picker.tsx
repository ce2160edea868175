"use client";
import { CalendarClock, Check, ChevronDown } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "./button.tsx";
import { cn } from "./class-names.ts";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";
import { Kbd } from "./kbd.tsx";
import { useNow } from "./now.ts";
import { Popover } from "./popover.tsx";
import { Segmented } from "./segmented.tsx";
import { Switch } from "./switch.tsx";
import { durationText, RELATIVE_RANGES, rangeAt, type TimeRange } from "./time-ranges.ts";
import { formatRange, fromInputValue, toInputValue } from "./times.ts";
import { useZone } from "./zone.tsx";

type TimeRangePickerProps = {
  value: TimeRange;
  onValueChange: (value: TimeRange) => void;
  /** Moving ranges to offer. */
  ranges?: readonly { durationMs: number; label: string }[];
  /** Left out: no such switch. */
  live?: boolean;
  onLiveChange?: (live: boolean) => void;
  compare?: boolean;
  onCompareChange?: (compare: boolean) => void;
  className?: string;
};

/** What the button says: "Last 6 hours" or the two ends with their zone. */
export function rangeLabel(range: TimeRange, zone: string, nowMs: number): string {
  if (range.kind === "absolute") return formatRange(range.fromMs, range.toMs, zone, nowMs);
  const known = RELATIVE_RANGES.find(({ durationMs }) => durationMs === range.durationMs);
  return known?.label ?? `Last ${durationText(range.durationMs)}`;
}

/** The range of everything on the page: moving or fixed, zone, live, and comparison with the period before. */
export function TimeRangePicker(props: TimeRangePickerProps) {
  const { value, onValueChange, live, onLiveChange, compare, onCompareChange, className } = props;
  const ranges = props.ranges ?? RELATIVE_RANGES;
  const { zone } = useZone();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const label = rangeLabel(value, zone, now);
  const isLive = live === true && value.kind === "last";
  function choose(range: TimeRange) {
    onValueChange(range);
    setOpen(false);
  }
  return (
    <Popover
      label="Time range"
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-[min(30rem,calc(100vw-16px))] p-0"
      trigger={
        <Button
          aria-label={`Time range: ${label}${isLive ? ", live" : ""}`}
          icon={isLive ? <LiveDot /> : <CalendarClock aria-hidden="true" />}
          className={cn("min-w-0 tabular-nums", className)}
        >
          <span className="truncate">{label}</span>
          <ChevronDown aria-hidden="true" className="text-ink-3" />
        </Button>
      }
    >
      <div className="grid sm:grid-cols-[11rem_1fr]">
        <ul
          aria-label="Moving ranges"
          className="grid grid-cols-2 gap-0.5 border-line-subtle p-2 max-sm:border-b sm:grid-cols-1 sm:border-r"
        >
          {ranges.map((range) => {
            const chosen = value.kind === "last" && value.durationMs === range.durationMs;
            return (
              <li key={range.durationMs}>
                <button
                  type="button"
                  aria-pressed={chosen}
                  onClick={() => choose({ kind: "last", durationMs: range.durationMs })}
                  className={cn(
                    "flex h-8 w-full items-center justify-between gap-2 rounded-control px-2 text-left text-body hover:bg-sunken pointer-coarse:h-10",
                    chosen ? "font-medium text-ink-1" : "text-ink-2",
                  )}
                >
                  {range.label}
                  {chosen && <Check aria-hidden="true" className="size-4 text-accent" />}
                </button>
              </li>
            );
          })}
        </ul>
        <div className="flex flex-col gap-4 p-3">
          <AbsoluteForm key={`${zone}-${open}`} value={value} onChoose={choose} />
          <ZoneChoice />
          {onLiveChange && (
            <Switch
              label="Live"
              hint={value.kind === "absolute" ? "Live needs a moving range" : "New data appears by itself"}
              checked={isLive}
              onCheckedChange={onLiveChange}
              disabled={value.kind === "absolute"}
            />
          )}
          {onCompareChange && (
            <Switch
              label="Compare with the period before"
              checked={compare ?? false}
              onCheckedChange={onCompareChange}
            />
          )}
          <p className="flex flex-wrap gap-x-3 gap-y-1 text-dense text-ink-3 pointer-coarse:hidden">
            <span>
              Shift <Kbd keys="t arrowleft" />
            </span>
            <span>
              Zoom out <Kbd keys="t z" />
            </span>
            <span>
              UTC <Kbd keys="u" />
            </span>
          </p>
        </div>
      </div>
    </Popover>
  );
}

function AbsoluteForm({ value, onChoose }: { value: TimeRange; onChoose: (range: TimeRange) => void }) {
  const { zone } = useZone();
  const start = rangeAt(value, Date.now());
  const [from, setFrom] = useState(() => toInputValue(start.fromMs, zone));
  const [to, setTo] = useState(() => toInputValue(start.toMs, zone));
  const [error, setError] = useState<string | undefined>();
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const fromMs = fromInputValue(from, zone);
    const toMs = fromInputValue(to, zone);
    if (fromMs === null || toMs === null) setError("Enter both as a date and a time");
    else if (fromMs >= toMs) setError("The end must be after the start");
    else onChoose({ kind: "absolute", fromMs, toMs });
  }
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-3">
      <div className="grid gap-3">
        <Field label="From">
          <Input type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
        </Field>
        <Field label="To" error={error}>
          <Input type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} />
        </Field>
      </div>
      <Button type="submit" variant="primary">
        Apply
      </Button>
    </form>
  );
}

function ZoneChoice() {
  const { zone, localZone, setZone } = useZone();
  if (localZone === "UTC")
    return <p className="text-dense text-ink-3">Times are shown in UTC, your own zone.</p>;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span className="text-body font-medium text-ink-1">Time zone</span>
      <Segmented
        label="Time zone"
        size="sm"
        value={zone}
        onValueChange={setZone}
        options={[
          { value: localZone, label: localZone.split("/").at(-1)?.replaceAll("_", " ") ?? localZone },
          { value: "UTC", label: "UTC" },
        ]}
      />
    </div>
  );
}

/** Says that data is live: a filled dot in a ring, beside the word. Nothing blinks. */
function LiveDot() {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16">
      <circle cx="8" cy="8" r="3" fill="var(--color-ok)" />
      <circle cx="8" cy="8" r="6" fill="none" stroke="var(--color-ok)" strokeWidth="1.5" opacity="0.5" />
    </svg>
  );
}
