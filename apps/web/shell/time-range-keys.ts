"use client";
import { useShortcut } from "@triops/ui/shortcuts";
import {
  parseRange,
  rangeParameters,
  shiftRange,
  type TimeRange,
  zoomOutRange,
} from "@triops/ui/time-ranges";
import { toast } from "@triops/ui/toast";

type TimeRangeKeys = {
  value: TimeRange;
  onValueChange: (value: TimeRange) => void;
  live?: boolean;
  onLiveChange?: (live: boolean) => void;
};

async function copy(range: TimeRange): Promise<void> {
  await navigator.clipboard.writeText(JSON.stringify(rangeParameters(range)));
  toast.info("Time range copied");
}

async function paste(): Promise<TimeRange | null> {
  try {
    const given: unknown = JSON.parse(await navigator.clipboard.readText());
    return typeof given === "object" && given !== null ? parseRange(given as Record<string, string>) : null;
  } catch {
    return null;
  }
}

/** `t` keys of a page whose data depends on a range: shift, zoom out, copy and paste between tabs, live. */
export function useTimeRangeKeys({ value, onValueChange, live, onLiveChange }: TimeRangeKeys): void {
  const group = "Time";
  useShortcut({ keys: "t arrowleft", label: "Earlier", group }, () =>
    onValueChange(shiftRange(value, -1, Date.now())),
  );
  useShortcut({ keys: "t arrowright", label: "Later", group }, () =>
    onValueChange(shiftRange(value, 1, Date.now())),
  );
  useShortcut({ keys: "t z", label: "Zoom out", group }, () =>
    onValueChange(zoomOutRange(value, Date.now())),
  );
  useShortcut({ keys: "t c", label: "Copy the range", group }, () => void copy(value));
  useShortcut({ keys: "t v", label: "Paste a range", group }, () => {
    void paste().then((range) => {
      if (range) onValueChange(range);
      else toast.error("The clipboard holds no time range");
    });
  });
  useShortcut({ keys: ".", label: "Live on or off", group }, () => onLiveChange?.(!live), {
    enabled: onLiveChange !== undefined,
  });
}
