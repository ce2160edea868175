"use client";
import { cn } from "@triops/ui/class-names";
import { Link } from "@triops/ui/link";
import { Sheet } from "@triops/ui/sheet";
import { MenuIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { isActive, PLACES } from "./navigation.ts";
import { RailPlaces, type RailProps, WorkspaceMenu } from "./rail.tsx";

type PhoneProps = Pick<RailProps, "pathname" | "counts" | "workspace" | "workspaces" | "onWorkspaceChange">;

/** The whole menu as a sheet. */
export function PhoneMenu(props: PhoneProps) {
  const [open, setOpen] = useState(false);
  // Arriving somewhere closes the sheet.
  useEffect(() => setOpen(false), [props.pathname]);
  return (
    <Sheet
      open={open}
      onOpenChange={setOpen}
      label="Menu"
      header={<WorkspaceMenu {...props} />}
      trigger={
        <button
          type="button"
          aria-label="Menu"
          className="-ml-2 flex size-10 shrink-0 items-center justify-center rounded-control text-ink-2 md:hidden"
        >
          <MenuIcon aria-hidden="true" className="size-5" />
        </button>
      }
    >
      <RailPlaces pathname={props.pathname} counts={props.counts} />
    </Sheet>
  );
}

/** The places that matter at four in the morning, under the thumb. */
export function PhoneBar({ pathname, counts }: Pick<PhoneProps, "pathname" | "counts">) {
  return (
    <nav
      aria-label="Main places"
      className="fixed inset-x-0 bottom-0 z-20 flex border-line-subtle border-t bg-bg pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {PLACES.filter((place) => place.onPhone).map((place) => {
        const active = isActive(place, pathname);
        const Icon = place.icon;
        const count = counts[place.id] ?? 0;
        return (
          <Link
            key={place.id}
            href={place.href}
            aria-current={active ? "page" : undefined}
            className={cn(
              "relative flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-axis font-medium focus-visible:outline-offset-[-2px]",
              active
                ? "text-ink-1 before:absolute before:inset-x-6 before:top-0 before:h-0.5 before:bg-accent"
                : "text-ink-3",
            )}
          >
            <span className="relative">
              <Icon aria-hidden="true" className="size-5" />
              {count > 0 && (
                <span className="absolute -top-1 -right-3 rounded-full bg-sunken px-1 text-axis text-ink-1 tabular-nums">
                  {count > 99 ? "99+" : count}
                  <span className="sr-only"> open</span>
                </span>
              )}
            </span>
            {place.label}
          </Link>
        );
      })}
    </nav>
  );
}
