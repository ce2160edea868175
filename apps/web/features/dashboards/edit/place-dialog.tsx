"use client";
import { columnsMax } from "@triops/domains/dashboards/rules";
import type { Panel, Section } from "@triops/domains/dashboards/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { useState } from "react";
import { movePanel, panelToSection } from "./changes.ts";
import type { DraftControl } from "./use-draft.ts";

type PlaceDialogProps = { panel: Panel; section: Section; control: DraftControl; onClose(): void };

/** Place and size by numbers, and into another section: what dragging does, without dragging. */
export function PlaceDialog({ panel, section, control, onClose }: PlaceDialogProps) {
  const [place, setPlace] = useState(panel.place);
  const [target, setTarget] = useState(section.id);
  const { model } = control.draft;
  const field = (key: keyof typeof place, label: string, min: number, max: number, offset = 0) => (
    <Field label={label}>
      <Input
        type="number"
        min={min}
        max={max}
        value={place[key] + offset}
        onChange={(event) => {
          const value = Number.parseInt(event.target.value, 10);
          if (Number.isFinite(value))
            setPlace({ ...place, [key]: Math.min(max, Math.max(min, value)) - offset });
        }}
      />
    </Field>
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Place ${panel.title || "this panel"}`}
      description={`The grid has ${columnsMax} columns; a row is 38 pixels.`}
      size="sm"
      onSubmit={() => {
        const moved =
          target === section.id ? movePanel(model, panel.id, place) : panelToSection(model, panel.id, target);
        control.change(moved);
        onClose();
      }}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary">
            Place
          </Button>
        </>
      }
    >
      <FieldGroup>
        <div className="grid grid-cols-2 gap-3">
          {field("x", "Column", 1, columnsMax, 1)}
          {field("y", "Row", 1, 1_000, 1)}
          {field("w", "Columns wide", 2, columnsMax)}
          {field("h", "Rows high", 2, 60)}
        </div>
        {model.sections.length > 1 && (
          <Field label="Section">
            <Select
              options={model.sections.map((one, at) => ({
                value: one.id,
                label: one.title || `Section ${at + 1}`,
              }))}
              value={target}
              onValueChange={setTarget}
            />
          </Field>
        )}
      </FieldGroup>
    </Dialog>
  );
}
