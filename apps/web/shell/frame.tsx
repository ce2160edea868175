"use client";
import { ShortcutsHelp } from "@triops/ui/shortcuts-help";
import { type ReactNode, useState } from "react";
import { GlobalKeys } from "./keyboard.tsx";
import { PhoneBar, PhoneMenu } from "./phone-bar.tsx";
import { usePreferences } from "./preferences-provider.tsx";
import { type FrameWorkspace, Rail } from "./rail.tsx";
import { SlotsProvider } from "./slots.tsx";
import { type FrameUser, TopBar } from "./top-bar.tsx";

export type FrameProps = {
  pathname: string;
  onNavigate: (href: string) => void;
  workspace: FrameWorkspace;
  workspaces: readonly FrameWorkspace[];
  onWorkspaceChange: (id: string) => void;
  user: FrameUser;
  onSignOut: () => void;
  onOpenSearch: () => void;
  /** What is open now, by the id of its place: `{incidents: 2, alerts: 5}`. */
  counts?: Readonly<Record<string, number>>;
  unread?: number;
  onOpenNotifications?: () => void;
  /** Above everything: demonstration data, a store that is away. */
  banner?: ReactNode;
  children: ReactNode;
};

const NO_COUNTS = {};

/** Rail, top bar and the one scrolling region in which a page lives. */
export function Frame({ counts = NO_COUNTS, unread = 0, banner, children, ...props }: FrameProps) {
  const { preferences, change } = usePreferences();
  const [help, setHelp] = useState(false);
  const collapsed = preferences.railCollapsed;
  const setCollapsed = (railCollapsed: boolean) => change({ railCollapsed });
  return (
    <SlotsProvider>
      <a
        href="#content"
        className="sr-only z-50 rounded-control bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <GlobalKeys
        onNavigate={props.onNavigate}
        onOpenSearch={props.onOpenSearch}
        onOpenHelp={() => setHelp(true)}
        onToggleRail={() => setCollapsed(!collapsed)}
      />
      <div className="flex h-dvh overflow-hidden">
        <Rail {...props} counts={counts} collapsed={collapsed} onCollapsedChange={setCollapsed} />
        <div
          className="relative flex min-w-0 flex-1 flex-col overflow-y-auto overscroll-contain scroll-pt-16"
          data-scroll-region=""
        >
          <TopBar
            {...props}
            unread={unread}
            onOpenNotifications={props.onOpenNotifications}
            onOpenHelp={() => setHelp(true)}
            menuButton={<PhoneMenu {...props} counts={counts} />}
          />
          {banner}
          <main id="content" tabIndex={-1} className="min-w-0 flex-1 pb-16 outline-none md:pb-0">
            {children}
          </main>
        </div>
      </div>
      <PhoneBar pathname={props.pathname} counts={counts} />
      <ShortcutsHelp
        open={help}
        onOpenChange={setHelp}
        onSingleKeysChange={(singleKeys) => change({ singleKeys })}
      />
    </SlotsProvider>
  );
}
