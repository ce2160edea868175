"use client";
import { type LinkProps, LinkProvider } from "@triops/ui/link";
import { Toaster } from "@triops/ui/toast";
import NextLink from "next/link";
import type { ReactNode } from "react";
import type { Preferences } from "./preferences.ts";
import { PreferencesProvider } from "./preferences-provider.tsx";

/** Pages of this app go through the router; other addresses and new tabs do not. */
function RouterLink(props: LinkProps) {
  return props.href.startsWith("/") && props.target !== "_blank" ? <NextLink {...props} /> : <a {...props} />;
}

/** Around every page, signed in or not: links, preferences, zone, toasts. */
export function Root({ preferences, children }: { preferences: Preferences; children: ReactNode }) {
  return (
    <PreferencesProvider initial={preferences}>
      <LinkProvider component={RouterLink}>
        {children}
        <Toaster />
      </LinkProvider>
    </PreferencesProvider>
  );
}
