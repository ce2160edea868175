"use client";
import type { PanelType } from "@triops/domains/dashboards/schemas";
import { Dialog } from "@triops/ui/dialog";
import { MenuItem } from "@triops/ui/menu";
import { panelChoices } from "./panel-types.ts";

type Choose = { onChoose(type: PanelType): void };

/** Kinds of panels as items of a menu. */
export function PanelChoices({ onChoose }: Choose) {
  return panelChoices.map(({ value, label, icon: Icon }) => (
    <MenuItem key={value} icon={<Icon aria-hidden="true" />} onSelect={() => onChoose(value)}>
      {label}
    </MenuItem>
  ));
}

function Tiles({ onChoose }: Choose) {
  return (
    <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3">
      {panelChoices.map(({ value, label, icon: Icon }) => (
        <li key={value}>
          <button
            type="button"
            onClick={() => onChoose(value)}
            className="flex min-h-10 w-full items-center gap-2 rounded-card border border-line px-3 text-body text-ink-1 hover:border-line-control hover:bg-raised"
          >
            <Icon aria-hidden="true" className="size-4 text-ink-3" />
            {label}
          </button>
        </li>
      ))}
    </ul>
  );
}

export function AddDialog({ onChoose, onClose }: Choose & { onClose(): void }) {
  return (
    <Dialog open onOpenChange={onClose} title="Add a panel">
      <Tiles onChoose={onChoose} />
    </Dialog>
  );
}

/** The first panel of a dashboard. */
export function Start({ onChoose }: Choose) {
  return (
    <section aria-label="First panel" className="mx-auto w-full max-w-xl py-8">
      <p className="mb-1 font-semibold text-form text-ink-1">Which panel comes first?</p>
      <p className="mb-4 text-body text-ink-2">
        Each asks a question and draws the answer. Kinds can be changed later; queries stay.
      </p>
      <Tiles onChoose={onChoose} />
    </section>
  );
}
