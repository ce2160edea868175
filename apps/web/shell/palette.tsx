"use client";
import { CommandPalette, type PaletteGroup, type PaletteItem } from "@triops/ui/command-palette";
import { Moon, Plus, Rows3, Settings, Sun } from "lucide-react";
import { useMemo } from "react";
import { PLACES, SETTINGS } from "./navigation.ts";
import { usePaletteActions } from "./palette-actions.ts";
import { paths } from "./paths.ts";
import { usePreferences } from "./preferences-provider.tsx";

type PaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onNavigate: (href: string) => void;
  /** Things found for the text, by whoever can search: incidents, monitors, members. */
  results?: readonly PaletteGroup[];
  onSearchChange?: (text: string) => void;
  searching?: boolean;
};

/** Actions of the open page first, then places, then what the search found, then preferences. */
export function Palette({
  open,
  onOpenChange,
  onNavigate,
  results,
  onSearchChange,
  searching,
}: PaletteProps) {
  const actions = usePaletteActions();
  const { preferences, change } = usePreferences();
  const groups = useMemo<PaletteGroup[]>(() => {
    const places: PaletteItem[] = PLACES.map((place) => ({
      id: place.id,
      label: `Go to ${place.label}`,
      icon: <place.icon aria-hidden="true" />,
      keys: place.keys,
      onSelect: () => onNavigate(place.href),
    }));
    const settings: PaletteItem[] = SETTINGS.map((page) => ({
      id: page.href,
      label: page.label,
      icon: <Settings aria-hidden="true" />,
      hint: "Settings",
      onSelect: () => onNavigate(page.href),
    }));
    const dark = preferences.theme === "dark";
    const dense = preferences.density === "dense";
    return [
      { heading: "This page", items: actions },
      {
        heading: "Create",
        items: [
          {
            id: "new-monitor",
            label: "Create a monitor",
            icon: <Plus aria-hidden="true" />,
            onSelect: () => onNavigate(paths.newMonitor()),
          },
        ],
      },
      { heading: "Go to", items: places },
      { heading: "Settings", items: settings },
      {
        heading: "Preferences",
        items: [
          {
            id: "theme",
            label: dark ? "Use the light theme" : "Use the dark theme",
            icon: dark ? <Sun aria-hidden="true" /> : <Moon aria-hidden="true" />,
            onSelect: () => change({ theme: dark ? "light" : "dark" }),
          },
          {
            id: "density",
            label: dense ? "Use comfortable rows" : "Use dense rows",
            icon: <Rows3 aria-hidden="true" />,
            onSelect: () => change({ density: dense ? "comfortable" : "dense" }),
          },
        ],
      },
    ];
  }, [actions, onNavigate, preferences.theme, preferences.density, change]);
  return (
    <CommandPalette
      open={open}
      onOpenChange={onOpenChange}
      groups={groups}
      {...(results ? { results } : {})}
      {...(onSearchChange ? { onSearchChange } : {})}
      searching={searching ?? false}
    />
  );
}
