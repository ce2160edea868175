"use client";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { createPortal } from "react-dom";

type Slots = {
  label: string | undefined;
  setLabel: (label: string | undefined) => void;
  controls: HTMLElement | null;
  setControls: (element: HTMLElement | null) => void;
};

const SlotsContext = createContext<Slots | null>(null);

/** Lets a page fill places of the frame around it. */
export function SlotsProvider({ children }: { children: ReactNode }) {
  const [label, setLabel] = useState<string | undefined>();
  const [controls, setControls] = useState<HTMLElement | null>(null);
  return <SlotsContext value={{ label, setLabel, controls, setControls }}>{children}</SlotsContext>;
}

export function useSlots(): Slots {
  const slots = useContext(SlotsContext);
  if (!slots) throw new Error("useSlots needs SlotsProvider above it");
  return slots;
}

/** Names the thing of a detail page in the breadcrumbs: `<CrumbLabel>{incident.title}</CrumbLabel>`. */
export function CrumbLabel({ children }: { children: string }) {
  const setLabel = useContext(SlotsContext)?.setLabel;
  useEffect(() => {
    setLabel?.(children);
    return () => setLabel?.(undefined);
  }, [children, setLabel]);
  return null;
}

/** Puts a page's own controls, its time range above all, into the top bar. */
export function TopBarControls({ children }: { children: ReactNode }) {
  const target = useContext(SlotsContext)?.controls;
  return target ? createPortal(children, target) : null;
}
