"use client";
import { type ComponentType, useEffect, useState } from "react";

/**
 * A component whose code is fetched when it is first wanted: what opens weighs more than what is seen.
 * Without Suspense, which would hold it back for up to 300 ms after a fallback.
 */
export function onDemand<Props>(load: () => Promise<{ default: ComponentType<Props> }>) {
  let component: ComponentType<Props> | null = null;
  let loading: Promise<void> | undefined;
  function fetchCode(): Promise<void> {
    loading ??= load().then(
      (module) => {
        component = module.default;
      },
      () => {
        // Offline, or a new release: the next wish tries again.
        loading = undefined;
      },
    );
    return loading;
  }
  /** The component once it is wanted and here; null until then. `wanted` again after a failure fetches again. */
  return function useOnDemand(wanted: boolean): ComponentType<Props> | null {
    const [, again] = useState(0);
    useEffect(() => {
      if (!wanted || component) return;
      let mounted = true;
      void fetchCode().then(() => {
        if (mounted) again((count) => count + 1);
      });
      return () => {
        mounted = false;
      };
    }, [wanted]);
    return wanted ? component : null;
  };
}
