"use client";
import type { PaletteGroup } from "@triops/ui/command-palette";
import { usePathname, useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import { Frame, type FrameProps } from "./frame.tsx";
import { Palette } from "./palette.tsx";

type AppFrameProps = Omit<FrameProps, "pathname" | "onNavigate" | "onOpenSearch"> & {
  results?: readonly PaletteGroup[];
  onSearchChange?: (text: string) => void;
  searching?: boolean;
};

/** The frame with the router's address and the palette. Data and sign-out come from outside. */
export function AppFrame({ results, onSearchChange, searching, ...props }: AppFrameProps) {
  const pathname = usePathname();
  const router = useRouter();
  const [searchOpen, setSearchOpen] = useState(false);
  const onNavigate = useCallback((href: string) => router.push(href), [router]);
  return (
    <>
      <Frame
        {...props}
        pathname={pathname}
        onNavigate={onNavigate}
        onOpenSearch={() => setSearchOpen(true)}
      />
      <Palette
        open={searchOpen}
        onOpenChange={setSearchOpen}
        onNavigate={onNavigate}
        {...(results ? { results } : {})}
        {...(onSearchChange ? { onSearchChange } : {})}
        searching={searching ?? false}
      />
    </>
  );
}
