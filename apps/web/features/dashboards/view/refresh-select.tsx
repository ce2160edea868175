"use client";
import { Button, IconButton } from "@triops/ui/button";
import { Menu, MenuRadioGroup } from "@triops/ui/menu";
import { ChevronDown, RefreshCw } from "lucide-react";
import type { DashboardTime } from "../data/use-dashboard-time.ts";

const choices = [0, 10, 30, 60, 300, 900, 3_600];
export const refreshWords = (seconds: number): string =>
  seconds === 0
    ? "Off"
    : seconds < 60
      ? `${seconds} s`
      : seconds < 3_600
        ? `${Math.round(seconds / 60)} min`
        : `${Math.round(seconds / 3_600)} h`;

export const refreshOptions = choices.map((seconds) => ({
  value: String(seconds),
  label: seconds === 0 ? "Only when asked" : `Every ${refreshWords(seconds)}`,
}));

/** Ask again now, and how often by itself. */
export function RefreshSelect({ time }: { time: DashboardTime }) {
  const value = String(time.refreshSeconds);
  const options = refreshOptions.some((one) => one.value === value)
    ? refreshOptions
    : [...refreshOptions, { value, label: `Every ${refreshWords(time.refreshSeconds)}` }];
  return (
    <span className="flex items-center">
      <IconButton
        label="Refresh"
        variant="secondary"
        icon={<RefreshCw aria-hidden="true" />}
        onClick={time.refreshNow}
        className="rounded-r-none"
      />
      <Menu
        trigger={
          <Button
            aria-label={`Refresh by itself: ${refreshWords(time.refreshSeconds)}`}
            className="rounded-l-none border-l-0 px-2"
          >
            {time.refreshSeconds > 0 && refreshWords(time.refreshSeconds)}
            <ChevronDown aria-hidden="true" />
          </Button>
        }
      >
        <MenuRadioGroup
          label="Refresh"
          options={options}
          value={value}
          onValueChange={(next) => time.setRefresh(Number(next))}
        />
      </Menu>
    </span>
  );
}
