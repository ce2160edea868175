"use client";
import { setSingleKeyShortcuts } from "@triops/ui/shortcuts";
import { ZoneProvider } from "@triops/ui/zone";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { type Preferences, preferencesCookie } from "./preferences.ts";

type PreferencesValue = { preferences: Preferences; change: (part: Partial<Preferences>) => void };

const PreferencesContext = createContext<PreferencesValue | null>(null);

/** Writes what the style sheet reads onto the root element. */
function apply({ theme, density }: Preferences): void {
  const root = document.documentElement;
  if (theme === "system") root.removeAttribute("data-theme");
  else root.setAttribute("data-theme", theme);
  root.setAttribute("data-density", density);
}

export function PreferencesProvider({ initial, children }: { initial: Preferences; children: ReactNode }) {
  const [preferences, setPreferences] = useState(initial);
  useEffect(() => setSingleKeyShortcuts(preferences.singleKeys), [preferences.singleKeys]);
  const value = useMemo<PreferencesValue>(
    () => ({
      preferences,
      change: (part) => {
        const next = { ...preferences, ...part };
        setPreferences(next);
        apply(next);
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
        document.cookie = preferencesCookie(next);
      },
    }),
    [preferences],
  );
  return (
    <PreferencesContext value={value}>
      <ZoneProvider initialZone={initial.zone} onZoneChange={(zone) => value.change({ zone })}>
        {children}
      </ZoneProvider>
    </PreferencesContext>
  );
}

export function usePreferences(): PreferencesValue {
  const value = useContext(PreferencesContext);
  if (!value) throw new Error("usePreferences needs PreferencesProvider above it");
  return value;
}
