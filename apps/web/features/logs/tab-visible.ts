"use client";
import { useEffect, useState } from "react";

/** A tab that is hidden for longer is not looked at: its stream would only use up the browser's few connections. */
const hiddenMsMax = 30_000;

/** Whether the tab is looked at, and how often somebody came back to it after a while. */
export function useTabVisible(): { visible: boolean; returns: number } {
  const [state, setState] = useState({ visible: true, returns: 0 });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const changed = () => {
      clearTimeout(timer);
      if (document.visibilityState === "hidden")
        timer = setTimeout(() => setState((before) => ({ ...before, visible: false })), hiddenMsMax);
      else setState((before) => (before.visible ? before : { visible: true, returns: before.returns + 1 }));
    };
    document.addEventListener("visibilitychange", changed);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", changed);
    };
  }, []);
  return state;
}
