"use client";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

type ZoneValue = {
  /** IANA name in which every time on screen is shown. */
  zone: string;
  /** The reader's own zone. */
  localZone: string;
  setZone: (zone: string) => void;
};

const ZoneContext = createContext<ZoneValue>({ zone: "UTC", localZone: "UTC", setZone: () => {} });

type ZoneProviderProps = {
  /** As remembered (a cookie), so that server and browser agree; "UTC" at first. */
  initialZone?: string;
  /** The reader's own zone when it is known on the server. */
  localZone?: string;
  /** Called to remember the choice. */
  onZoneChange?: (zone: string) => void;
  children: ReactNode;
};

/** One switch for the whole product: picker, axes, tables, tooltips, exports. */
export function ZoneProvider({ initialZone = "UTC", localZone, onZoneChange, children }: ZoneProviderProps) {
  const [zone, setZone] = useState(initialZone);
  const value = useMemo<ZoneValue>(
    () => ({
      zone,
      localZone: localZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      setZone: (next) => {
        setZone(next);
        onZoneChange?.(next);
      },
    }),
    [zone, localZone, onZoneChange],
  );
  return <ZoneContext value={value}>{children}</ZoneContext>;
}

export function useZone(): ZoneValue {
  return useContext(ZoneContext);
}
