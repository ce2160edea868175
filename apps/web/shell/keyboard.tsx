"use client";
import { useShortcut } from "@triops/ui/shortcuts";
import { useZone } from "@triops/ui/zone";
import { PLACES, type Place } from "./navigation.ts";

type GlobalKeysProps = {
  onNavigate: (href: string) => void;
  onOpenSearch: () => void;
  onOpenHelp: () => void;
  onToggleRail: () => void;
};

/** Keys that answer on every page. */
export function GlobalKeys({ onNavigate, onOpenSearch, onOpenHelp, onToggleRail }: GlobalKeysProps) {
  const { zone, localZone, setZone } = useZone();
  useShortcut({ keys: "mod+k", label: "Search and actions", group: "General" }, onOpenSearch);
  useShortcut({ keys: "/", label: "Filter this page, or search", group: "General" }, () => {
    const filter = document.querySelector<HTMLInputElement>("main [data-search]");
    if (filter) filter.focus();
    else onOpenSearch();
  });
  useShortcut({ keys: "?", label: "Keyboard help", group: "General" }, onOpenHelp);
  useShortcut({ keys: "mod+b", label: "Show or hide the menu", group: "General" }, onToggleRail);
  useShortcut({ keys: "u", label: "UTC or your own zone", group: "Time" }, () =>
    setZone(zone === "UTC" ? localZone : "UTC"),
  );
  return PLACES.map((place) => <PlaceKey key={place.id} place={place} onNavigate={onNavigate} />);
}

function PlaceKey({ place, onNavigate }: { place: Place; onNavigate: (href: string) => void }) {
  useShortcut({ keys: place.keys, label: place.label, group: "Go to" }, () => onNavigate(place.href));
  return null;
}
