"use client";
import { Dialog } from "./dialog.tsx";
import { Kbd } from "./kbd.tsx";
import { type Shortcut, setSingleKeyShortcuts, useShortcuts, useSingleKeyShortcuts } from "./shortcuts.ts";
import { Switch } from "./switch.tsx";

function byGroup(shortcuts: readonly Shortcut[]): Map<string, Shortcut[]> {
  const groups = new Map<string, Shortcut[]>();
  for (const shortcut of shortcuts) {
    const list = groups.get(shortcut.group) ?? [];
    // Two lists on a page both know j; the help says it once.
    if (!list.some((other) => other.keys === shortcut.keys)) list.push(shortcut);
    groups.set(shortcut.group, list);
  }
  return groups;
}

type ShortcutsHelpProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Called to remember whether single keys are on. */
  onSingleKeysChange?: (on: boolean) => void;
};

/** Every key that answers on this page, and the switch for single keys. */
export function ShortcutsHelp({ open, onOpenChange, onSingleKeysChange }: ShortcutsHelpProps) {
  const shortcuts = useShortcuts();
  const singleKeys = useSingleKeyShortcuts();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard"
      footer={
        <Switch
          className="w-full"
          label="Single-key shortcuts"
          hint="Off leaves only those with ⌘ or Ctrl."
          checked={singleKeys}
          onCheckedChange={(on) => {
            setSingleKeyShortcuts(on);
            onSingleKeysChange?.(on);
          }}
        />
      }
    >
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {[...byGroup(shortcuts)].map(([group, list]) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-1 text-dense font-medium text-ink-3">{group}</h3>
            <dl className="flex flex-col">
              {list.map((shortcut) => (
                <div key={shortcut.keys} className="flex min-h-7 items-center justify-between gap-4">
                  <dt className="text-body text-ink-1">{shortcut.label}</dt>
                  <dd>
                    <Kbd keys={shortcut.keys} className="text-ink-2" />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
