import "@triops/ui/styles.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { PREFERENCES_COOKIE, parsePreferences } from "../shell/preferences.ts";
import { Root } from "../shell/root.tsx";

export const metadata: Metadata = { title: { default: "Triops", template: "%s · Triops" } };

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#0c0e13" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const preferences = parsePreferences((await cookies()).get(PREFERENCES_COOKIE)?.value);
  return (
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      data-theme={preferences.theme === "system" ? undefined : preferences.theme}
      data-density={preferences.density}
    >
      <body>
        <Root preferences={preferences}>{children}</Root>
      </body>
    </html>
  );
}
