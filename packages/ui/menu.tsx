"use client";
import { Check } from "lucide-react";
import * as Slot from "radix-ui/slot";
import { type ReactNode, useId, useRef, useState } from "react";
import { cn } from "./class-names.ts";
import { Kbd } from "./kbd.tsx";
import { Link } from "./link.tsx";
import { useMenuParts } from "./menu-parts.ts";
import { onDemand } from "./on-demand.ts";

const ITEM =
  "flex min-h-8 select-none items-center gap-2 rounded-control px-2 text-body text-ink-1 outline-none data-highlighted:bg-sunken data-disabled:cursor-not-allowed data-disabled:text-ink-3 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3";

type MenuProps = {
  /** The button that opens it. */
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  /** Non-modal menus leave the page scrollable. */
  className?: string;
};

const usePanel = onDemand(() => import("./menu-panel.tsx"));

export function Menu({ trigger, children, align = "end", side = "bottom", className }: MenuProps) {
  const id = useId();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [near, setNear] = useState(false);
  const Panel = usePanel(near || open);
  const approach = () => setNear(true);
  return (
    <>
      <Slot.Root
        ref={anchor}
        id={`${id}-button`}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open && Panel ? id : undefined}
        data-state={open ? "open" : "closed"}
        onPointerEnter={approach}
        onFocus={approach}
        onClick={() => setOpen((before) => !before)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {trigger}
      </Slot.Root>
      {Panel && (
        <Panel
          id={id}
          anchor={anchor}
          labelledBy={`${id}-button`}
          open={open}
          onOpenChange={setOpen}
          align={align}
          side={side}
          className={className}
        >
          {children}
        </Panel>
      )}
    </>
  );
}

type MenuItemProps = {
  children: ReactNode;
  icon?: ReactNode;
  /** Keys that do the same, shown at the end. */
  keys?: string;
  onSelect?: () => void;
  href?: string;
  danger?: boolean;
  /** Why it is not possible now; shown under the words. */
  disabledReason?: string | undefined;
};

export function MenuItem({ children, icon, keys, onSelect, href, danger, disabledReason }: MenuItemProps) {
  const Parts = useMenuParts();
  const inner = (
    <>
      {icon}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{children}</span>
        {disabledReason && <span className="block text-dense text-ink-3">{disabledReason}</span>}
      </span>
      {keys && <Kbd keys={keys} className="text-ink-3" />}
    </>
  );
  return (
    <Parts.Item
      disabled={disabledReason !== undefined}
      asChild={href !== undefined}
      onSelect={onSelect}
      className={cn(ITEM, danger && "text-sev1-text [&_svg]:text-sev1-text")}
    >
      {href === undefined ? inner : <Link href={href}>{inner}</Link>}
    </Parts.Item>
  );
}

/** One of several choices; the check says which. */
export function MenuRadioGroup<V extends string>({
  value,
  onValueChange,
  options,
  label,
}: {
  value: V;
  onValueChange: (value: V) => void;
  options: readonly { value: V; label: string; icon?: ReactNode }[];
  label?: string;
}) {
  const Parts = useMenuParts();
  return (
    <>
      {label && <MenuLabel>{label}</MenuLabel>}
      <Parts.RadioGroup value={value} onValueChange={(next) => onValueChange(next as V)}>
        {options.map((option) => (
          <Parts.RadioItem key={option.value} value={option.value} className={ITEM}>
            {option.icon}
            <span className="flex-1">{option.label}</span>
            <Parts.ItemIndicator>
              <Check aria-hidden="true" />
            </Parts.ItemIndicator>
          </Parts.RadioItem>
        ))}
      </Parts.RadioGroup>
    </>
  );
}

export function MenuCheckboxItem({
  checked,
  onCheckedChange,
  children,
}: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  const Parts = useMenuParts();
  return (
    <Parts.CheckboxItem
      checked={checked}
      onCheckedChange={onCheckedChange}
      onSelect={(event) => event.preventDefault()}
      className={ITEM}
    >
      <span className="flex-1">{children}</span>
      <Parts.ItemIndicator>
        <Check aria-hidden="true" />
      </Parts.ItemIndicator>
    </Parts.CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  const Parts = useMenuParts();
  return <Parts.Label className="px-2 pt-2 pb-1 text-dense text-ink-3">{children}</Parts.Label>;
}

export function MenuSeparator() {
  const Parts = useMenuParts();
  return <Parts.Separator className="-mx-1 my-1 h-px bg-line-subtle" />;
}
