"use client";
import type { PaletteGroup } from "@triops/ui/command-palette";
import { usePathname, useRouter } from "next/navigation";
import { lazy, Suspense, useCallback, useState } from "react";
import { Frame, type FrameProps } from "./frame.tsx";

// Weighs as much as a screen, so it comes with its first opening.
const Palette = lazy(() => import("./palette.tsx").then(({ Palette }) => ({ default: Palette })));

type AppFrameProps = Omit<FrameProps, "pathname" | "onNavigate" | "onOpenSearch"> & {
  /** What a search elsewhere found for the text in the palette. */
  results?: readonly PaletteGroup[];
  onSearchChange?: (text: string) => void;
  searching?: boolean;
};

/** The frame with the router's address and the palette. Data and sign-out come from outside. */
export function AppFrame({ results, onSearchChange, searching = false, ...props }: AppFrameProps) {
  const pathname = usePathname();
  const router = useRouter();
  const [search, setSearch] = useState<"never" | "open" | "closed">("never");
  const onNavigate = useCallback((href: string) => router.push(href), [router]);
  return (
    <>
      <Frame {...props} pathname={pathname} onNavigate={onNavigate} onOpenSearch={() => setSearch("open")} />
      {search !== "never" && (
        <Suspense fallback={null}>
          <Palette
            open={search === "open"}
            onOpenChange={(open) => setSearch(open ? "open" : "closed")}
            onNavigate={onNavigate}
            {...(results ? { results } : {})}
            {...(onSearchChange ? { onSearchChange } : {})}
            searching={searching}
          />
        </Suspense>
      )}
    </>
  );
}
