"use client";
import type { Panel, Place, Section, Variable } from "@triops/domains/dashboards/schemas";
import { IconButton } from "@triops/ui/button";
import type { ChartMarker } from "@triops/ui/chart-types";
import { Input } from "@triops/ui/input";
import { Menu, MenuCheckboxItem, MenuItem, MenuRadioGroup, MenuSeparator } from "@triops/ui/menu";
import { ArrowDown, ArrowUp, Copy, Ellipsis, Move, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { readingOrder } from "../data/layout.ts";
import type { Stretch } from "../data/use-panel-data.ts";
import { PanelFrame } from "../panels/panel-frame.tsx";
import type { Scope } from "../variables/scope.ts";
import {
  changeSection,
  duplicatePanel,
  moveSection,
  panelTypeNames,
  placePanels,
  removePanel,
  removeSection,
} from "./changes.ts";
import { EditGrid } from "./edit-grid.tsx";
import { PanelHandle } from "./panel-handle.tsx";
import { PlaceDialog } from "./place-dialog.tsx";
import type { DraftControl } from "./use-draft.ts";

export type EditSectionProps = {
  section: Section;
  control: DraftControl;
  scope: Scope;
  stretch: Stretch;
  markers: readonly ChartMarker[];
  ready: boolean;
  onRangeChange(stretch: Stretch): void;
  onEditPanel(id: string): void;
  onAddPanel(sectionId: string): void;
  /** Removed by hand: said with a way back. */
  onRemoved(what: string): void;
};

export function EditSection(props: EditSectionProps) {
  const { section, control, onAddPanel, onRemoved } = props;
  const { model } = control.draft;
  const at = model.sections.indexOf(section);
  const only = model.sections.length === 1;
  return (
    <section aria-label={section.title || `Section ${at + 1}`} className="min-w-0">
      <div className="mb-1 flex items-center gap-1">
        <Input
          aria-label={`Title of section ${at + 1}`}
          placeholder={only ? "Section title (optional)" : "Section without a heading"}
          value={section.title}
          maxLength={200}
          onChange={(event) =>
            control.change(
              changeSection(model, section.id, { title: event.target.value }),
              `section-${section.id}`,
            )
          }
          className="max-w-80 border-transparent font-semibold hover:border-line-control"
        />
        <IconButton
          label={`Add a panel to ${section.title || `section ${at + 1}`}`}
          icon={<Plus aria-hidden="true" />}
          onClick={() => onAddPanel(section.id)}
        />
        <Menu
          align="start"
          trigger={
            <IconButton
              label={`More for section ${section.title || at + 1}`}
              icon={<Ellipsis aria-hidden="true" />}
            />
          }
        >
          <MenuCheckboxItem
            checked={section.collapsed}
            onCheckedChange={(collapsed) => control.change(changeSection(model, section.id, { collapsed }))}
          >
            Folded at first
          </MenuCheckboxItem>
          <RepeatChoice
            variables={model.variables}
            value={section.repeat}
            onChange={(repeat) => control.change(changeSection(model, section.id, { repeat }))}
          />
          <MenuSeparator />
          <MenuItem
            icon={<ArrowUp aria-hidden="true" />}
            disabledReason={at === 0 ? "It is the first" : undefined}
            onSelect={() => control.change(moveSection(model, section.id, -1))}
          >
            Move up
          </MenuItem>
          <MenuItem
            icon={<ArrowDown aria-hidden="true" />}
            disabledReason={at === model.sections.length - 1 ? "It is the last" : undefined}
            onSelect={() => control.change(moveSection(model, section.id, 1))}
          >
            Move down
          </MenuItem>
          <MenuItem
            icon={<Trash2 aria-hidden="true" />}
            danger
            disabledReason={only ? "A dashboard has at least one section" : undefined}
            onSelect={() => {
              control.change(removeSection(model, section.id));
              onRemoved(section.title ? `Section "${section.title}" removed` : "Section removed");
            }}
          >
            Remove with its {section.panels.length} panels
          </MenuItem>
        </Menu>
      </div>
      <EditGrid
        // Reading order is the order of the tab key.
        section={{ ...section, panels: readingOrder(section.panels) }}
        onPlaces={(places: ReadonlyMap<string, Place>) =>
          control.change(placePanels(model, section.id, places))
        }
      >
        {(id) => {
          const panel = section.panels.find((one) => one.id === id);
          return panel && <EditedPanel {...props} panel={panel} />;
        }}
      </EditGrid>
    </section>
  );
}

function RepeatChoice({
  variables,
  value,
  onChange,
}: {
  variables: readonly Variable[];
  value: string | null;
  onChange(value: string | null): void;
}) {
  if (variables.length === 0) return null;
  return (
    <MenuRadioGroup
      label="Repeat for each value of"
      value={value ?? ""}
      options={[
        { value: "", label: "Nothing" },
        ...variables.map(({ name, label }) => ({ value: name, label: label || name })),
      ]}
      onValueChange={(next) => onChange(next || null)}
    />
  );
}

function EditedPanel({
  panel,
  section,
  control,
  onEditPanel,
  onRemoved,
  ...rest
}: EditSectionProps & { panel: Panel }) {
  const [placing, setPlacing] = useState(false);
  const { model } = control.draft;
  const name = panel.title || panelTypeNames[panel.type];
  return (
    <>
      <PanelFrame
        {...rest}
        panel={panel}
        handle={<PanelHandle panel={panel} control={control} name={name} />}
        className="border-line"
        menu={
          <>
            <IconButton
              size="sm"
              label={`Edit ${name}`}
              icon={<Pencil aria-hidden="true" />}
              onClick={() => onEditPanel(panel.id)}
            />
            <Menu
              trigger={
                <IconButton size="sm" label={`More for ${name}`} icon={<Ellipsis aria-hidden="true" />} />
              }
            >
              <MenuItem icon={<Move aria-hidden="true" />} onSelect={() => setPlacing(true)}>
                Place and size…
              </MenuItem>
              <MenuItem
                icon={<Copy aria-hidden="true" />}
                onSelect={() => control.change(duplicatePanel(model, panel.id))}
              >
                Duplicate
              </MenuItem>
              <MenuItem
                icon={<Trash2 aria-hidden="true" />}
                danger
                onSelect={() => {
                  control.change(removePanel(model, panel.id));
                  onRemoved(`${name} removed`);
                }}
              >
                Remove
              </MenuItem>
            </Menu>
          </>
        }
      />
      {placing && (
        <PlaceDialog panel={panel} section={section} control={control} onClose={() => setPlacing(false)} />
      )}
    </>
  );
}
