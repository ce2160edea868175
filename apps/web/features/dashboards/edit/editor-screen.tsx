"use client";
import type { PanelType } from "@triops/domains/dashboards/schemas";
import { Badge } from "@triops/ui/badge";
import { Button, IconButton } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { Menu, MenuItem, MenuSeparator } from "@triops/ui/menu";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { useShortcut } from "@triops/ui/shortcuts";
import { toast } from "@triops/ui/toast";
import { Plus, Redo2, Rows3, Settings2, Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { paths } from "../../../shell/paths.ts";
import { useChangeMarkers } from "../../changes/markers.ts";
import type { DashboardTime } from "../data/use-dashboard-time.ts";
import type { Stretch } from "../data/use-panel-data.ts";
import type { LoadedProps } from "../loaded-props.ts";
import type { DashboardPlace } from "../use-place.ts";
import { scopeOf, useVariables } from "../variables/use-variables.ts";
import { VariablesBar } from "../variables/variables-bar.tsx";
import { AddDialog, PanelChoices, Start } from "./add-panel.tsx";
import { addPanel, addSection } from "./changes.ts";
import { EditSection } from "./edit-section.tsx";
import { LeaveGuard } from "./leave-guard.tsx";
import { PanelEditor } from "./panel-editor.tsx";
import { SaveDialog } from "./save-dialog.tsx";
import { SettingsScreen } from "./settings-screen.tsx";
import { forgetDraft, useDraft } from "./use-draft.ts";

type EditorProps = LoadedProps & { time: DashboardTime; place: DashboardPlace };

const undoKey = { keys: "mod+z", label: "Undo", group: "Dashboard" };
const redoKey = { keys: "mod+shift+z", label: "Redo", group: "Dashboard" };
const saveKey = { keys: "mod+s", label: "Save", group: "Dashboard" };

/** A dashboard while it is changed: panels in place, one panel, or its settings. Nothing is kept until it is saved. */
export function EditorScreen({ id, kind, base, stored, time, place }: EditorProps) {
  const router = useRouter();
  const control = useDraft(id, base);
  const { draft, dirty } = control;
  const { model } = draft;
  const [saving, setSaving] = useState(false);
  const [settings, setSettings] = useState(false);
  const [adding, setAdding] = useState<string | null>(null);
  const undo = useRef(control.undo);
  useEffect(() => {
    undo.current = control.undo;
  });
  const { fromMs, toMs, setRange } = time;
  const stretch = useMemo(() => ({ fromMs, toMs }), [fromMs, toMs]);
  const variables = useVariables(model.variables, stretch);
  const scope = useMemo(() => scopeOf(variables.bound, stretch), [variables.bound, stretch]);
  const markers = useChangeMarkers({ from: fromMs, to: toMs });
  const onRangeChange = useCallback((next: Stretch) => setRange({ kind: "absolute", ...next }), []);
  useShortcut(undoKey, control.undo, { enabled: draft.past.length > 0 });
  useShortcut(redoKey, control.redo, { enabled: draft.future.length > 0 });
  useShortcut(saveKey, () => setSaving(true), { enabled: dirty });

  const add = (type: PanelType, sectionId?: string) => {
    const added = addPanel(model, type, sectionId);
    control.change(added.model);
    setAdding(null);
    place.go({ panel: added.id, edit: true });
  };
  const discard = () => {
    forgetDraft(id);
    if (kind === "new") router.push(paths.dashboards());
    else place.go({ edit: null, panel: null });
  };
  const removed = (what: string) => toast.success(what, { undo: () => undo.current() });
  const common = { scope, stretch, markers, ready: variables.ready, onRangeChange };
  const edited = model.sections
    .flatMap((section) => section.panels)
    .find((panel) => panel.id === place.panel);
  return (
    <>
      <LeaveGuard dirty={dirty} />
      <PageHeader
        title={edited ? `Edit ${edited.title || "panel"}` : model.title}
        badges={dirty && <Badge tone="sev4">Not saved</Badge>}
        actions={
          <>
            <IconButton
              label="Undo"
              icon={<Undo2 aria-hidden="true" />}
              disabledReason={draft.past.length === 0 ? "Nothing to undo" : undefined}
              onClick={control.undo}
            />
            <IconButton
              label="Redo"
              icon={<Redo2 aria-hidden="true" />}
              disabledReason={draft.future.length === 0 ? "Nothing to redo" : undefined}
              onClick={control.redo}
            />
            {edited ? (
              <Button onClick={() => place.go({ panel: null })}>Back to the dashboard</Button>
            ) : settings ? (
              <Button onClick={() => setSettings(false)}>Back to the panels</Button>
            ) : (
              <>
                <Button icon={<Settings2 aria-hidden="true" />} onClick={() => setSettings(true)}>
                  Settings
                </Button>
                <Menu
                  trigger={
                    <Button icon={<Plus aria-hidden="true" />} aria-label="Add a panel">
                      Add
                    </Button>
                  }
                >
                  <PanelChoices onChoose={(type) => add(type)} />
                  <MenuSeparator />
                  <MenuItem
                    icon={<Rows3 aria-hidden="true" />}
                    onSelect={() => control.change(addSection(model))}
                  >
                    Section
                  </MenuItem>
                </Menu>
              </>
            )}
            <Button variant="ghost" onClick={discard}>
              {dirty ? "Discard" : "Close"}
            </Button>
            <Button
              variant="primary"
              disabledReason={dirty ? undefined : "Nothing has changed"}
              onClick={() => setSaving(true)}
            >
              Save
            </Button>
          </>
        }
      />
      <PageBody>
        {stored && stored.version > draft.base.version && dirty && (
          <Notice tone="warning" role="status">
            {stored.updatedByName} saved version {stored.version} while you were editing. Saving will ask what
            to do.
          </Notice>
        )}
        {settings && !edited ? (
          <SettingsScreen control={control} state={variables} />
        ) : (
          <>
            <VariablesBar variables={model.variables} state={variables} />
            {edited ? (
              <PanelEditor key={edited.id} panel={edited} control={control} {...common} />
            ) : (
              model.sections.map((section) => (
                <EditSection
                  key={section.id}
                  section={section}
                  control={control}
                  {...common}
                  onEditPanel={(panel) => place.go({ panel, edit: true })}
                  onAddPanel={setAdding}
                  onRemoved={removed}
                />
              ))
            )}
            {!edited && model.sections.every((section) => section.panels.length === 0) && (
              <Start onChoose={(type) => add(type)} />
            )}
          </>
        )}
      </PageBody>
      {adding !== null && (
        <AddDialog onChoose={(type) => add(type, adding)} onClose={() => setAdding(null)} />
      )}
      {saving && (
        <SaveDialog id={id} kind={kind} control={control} onClose={() => setSaving(false)} place={place} />
      )}
    </>
  );
}
