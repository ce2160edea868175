"use client";
import { ChevronDown, ChevronUp, Maximize2, X } from "lucide-react";
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { IconButton } from "./button.tsx";
import { cn } from "./class-names.ts";
import { Kbd } from "./kbd.tsx";
import { Link } from "./link.tsx";
import { useShortcut } from "./shortcuts.ts";
import { Tooltip } from "./tooltip.tsx";

const DEFAULT_PX = 420;
const MIN_PX = 320;
const MAX_SHARE = 0.7;
const STEP_PX = 24;

type DrawerProps = {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  /** Address of the same thing as a page of its own. */
  fullPageHref?: string;
  /** Go to the neighbouring row without closing. */
  onPrevious?: () => void;
  onNext?: () => void;
  badges?: ReactNode;
  footer?: ReactNode;
  /** Width in pixels; remember it with `onWidthChange`. */
  defaultWidthPx?: number;
  onWidthChange?: (widthPx: number) => void;
};

/** Inspects one thing beside its list: docked, not modal, resizable. Put it with the list into `WithDrawer`.
    Its address belongs to the caller: render it when the URL says so, change the URL in `onClose`. */
export function Drawer({
  title,
  onClose,
  children,
  fullPageHref,
  onPrevious,
  onNext,
  badges,
  footer,
  defaultWidthPx = DEFAULT_PX,
  onWidthChange,
}: DrawerProps) {
  const headingId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const [widthPx, setWidthPx] = useState(defaultWidthPx);

  // Focus comes in on opening and returns to the row (or its nearest survivor) on closing. The address may close the
  // panel a moment after the reader has gone on: who is elsewhere already stays there.
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    heading.current?.focus({ preventScroll: true });
    return () => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (isLost && before?.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  useShortcut({ keys: "escape", label: "Close panel", group: "Panel" }, onClose);
  useShortcut({ keys: "[", label: "Previous item", group: "Panel" }, () => onPrevious?.(), {
    enabled: Boolean(onPrevious),
  });
  useShortcut({ keys: "]", label: "Next item", group: "Panel" }, () => onNext?.(), {
    enabled: Boolean(onNext),
  });

  function resize(next: number) {
    const clamped = Math.round(Math.min(Math.max(next, MIN_PX), window.innerWidth * MAX_SHARE));
    setWidthPx(clamped);
    onWidthChange?.(clamped);
  }

  return (
    <aside
      aria-labelledby={headingId}
      style={{ "--drawer-width": `${widthPx}px` } as React.CSSProperties}
      className="fixed inset-0 z-30 flex min-w-0 animate-panel-in flex-col bg-bg md:sticky md:inset-auto md:top-topbar md:z-10 md:h-[calc(100dvh-var(--topbar-height))] md:w-(--drawer-width) md:max-w-[70vw] md:shrink-0 md:border-line-subtle md:border-l"
    >
      <Separator widthPx={widthPx} onResize={resize} />
      <div className="flex min-h-12 items-center gap-2 border-line-subtle border-b px-4 py-2">
        <h2
          ref={heading}
          id={headingId}
          tabIndex={-1}
          className="min-w-0 truncate text-form font-semibold text-ink-1 outline-none"
        >
          {title}
        </h2>
        {badges}
        <div className="ml-auto flex shrink-0 items-center gap-0.5">
          {onPrevious && (
            <IconButton
              size="sm"
              label="Previous"
              hint={<Kbd keys="[" />}
              icon={<ChevronUp aria-hidden="true" />}
              onClick={onPrevious}
            />
          )}
          {onNext && (
            <IconButton
              size="sm"
              label="Next"
              hint={<Kbd keys="]" />}
              icon={<ChevronDown aria-hidden="true" />}
              onClick={onNext}
            />
          )}
          {fullPageHref !== undefined && (
            <Tooltip content="Open as page">
              <Link
                href={fullPageHref}
                aria-label="Open as page"
                className="flex size-6 items-center justify-center rounded-control text-ink-2 hover:bg-sunken hover:text-ink-1 pointer-coarse:size-9"
              >
                <Maximize2 aria-hidden="true" className="size-4" />
              </Link>
            </Tooltip>
          )}
          <IconButton
            size="sm"
            label="Close"
            hint={<Kbd keys="escape" />}
            icon={<X aria-hidden="true" />}
            onClick={onClose}
          />
        </div>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
      {footer && (
        <div className="flex flex-wrap items-center gap-2 border-line-subtle border-t px-4 py-3">
          {footer}
        </div>
      )}
    </aside>
  );
}

function Separator({ widthPx, onResize }: { widthPx: number; onResize: (px: number) => void }) {
  const start = useRef<{ x: number; widthPx: number } | null>(null);
  function onKeyDown(event: KeyboardEvent) {
    const step = event.shiftKey ? STEP_PX * 4 : STEP_PX;
    if (event.key === "ArrowLeft") onResize(widthPx + step);
    else if (event.key === "ArrowRight") onResize(widthPx - step);
    else if (event.key === "Home") onResize(MIN_PX);
    else if (event.key === "End") onResize(Number.POSITIVE_INFINITY);
    else return;
    event.preventDefault();
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be dragged or take focus
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the panel"
      aria-valuenow={widthPx}
      aria-valuemin={MIN_PX}
      aria-valuetext={`${widthPx} pixels`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={() => onResize(DEFAULT_PX)}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, widthPx };
      }}
      onPointerMove={(event) => {
        if (start.current) onResize(start.current.widthPx + start.current.x - event.clientX);
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      className="group absolute inset-y-0 -left-1 z-20 hidden w-2 cursor-col-resize touch-none md:block"
    >
      <span className="absolute inset-y-0 left-1/2 w-0.5 -translate-x-1/2 bg-accent opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100" />
    </div>
  );
}

/** Lays a list and its docked panel side by side; on phones the panel covers the list. */
export function WithDrawer({
  children,
  drawer,
  className,
}: {
  children: ReactNode;
  drawer?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cn("flex min-h-full min-w-0 items-start", className)}>
      <div className="min-w-0 flex-1">{children}</div>
      {drawer}
    </div>
  );
}
