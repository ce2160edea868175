"use client";
import { Badge } from "@triops/ui/badge";
import { Button, IconButton } from "@triops/ui/button";
import { Menu, MenuItem } from "@triops/ui/menu";
import { Segmented } from "@triops/ui/segmented";
import { Code, Copy, Ellipsis, Play, Save, Square, Trash2 } from "lucide-react";
import { TemplateFields } from "../prompts/template-fields.tsx";
import { type Column, isEdited } from "./board.ts";
import { columnFault } from "./cells.ts";
import { ParameterFields } from "./parameter-fields.tsx";
import { PromptPicker } from "./prompt-picker.tsx";
import { ResultView } from "./result-view.tsx";
import type { Result } from "./results.ts";
import { TargetPicker } from "./target-picker.tsx";

const types = [
  { value: "chat", label: "Chat" },
  { value: "text", label: "Text" },
] as const;

export type ColumnCardProps = {
  column: Column;
  letter: string;
  routes: readonly string[];
  /** Of the one row there is; left out while there are several, which have a table of their own. */
  result: Result | undefined;
  showsResult: boolean;
  going: boolean;
  mayRun: string | undefined;
  single: boolean;
  full: boolean;
  onChange: (change: Partial<Column>) => void;
  /** A version came into the column, with this configuration. */
  onLoaded: (config: Readonly<Record<string, unknown>>) => void;
  onRun: () => void;
  onRunAll: () => void;
  onStop: () => void;
  onCopy: () => void;
  onRemove: () => void;
  onSave: () => void;
  onCode: () => void;
};

/** One column: what is run, on what, and what it answered. */
export function ColumnCard(props: ColumnCardProps) {
  const { column, letter, routes, result, showsResult, going, mayRun, single, full, onChange } = props;
  const fault = columnFault(column);
  const edited = isEdited(column);
  return (
    <section
      aria-label={`Column ${letter}`}
      className="flex min-w-0 snap-start flex-col rounded-card border border-line-subtle bg-bg"
    >
      <header className="flex items-center gap-2 border-line-subtle border-b px-3 py-2">
        <h2 className="text-form font-semibold text-ink-1">{letter}</h2>
        {edited && <Badge tone="sev4">edited</Badge>}
        {!column.prompt && <Badge tone="outline">draft</Badge>}
        <span className="ml-auto flex items-center gap-1">
          {going ? (
            <Button size="sm" icon={<Square aria-hidden="true" />} onClick={props.onStop}>
              Stop
            </Button>
          ) : (
            <Button
              size="sm"
              icon={<Play aria-hidden="true" />}
              aria-label={`Run column ${letter}`}
              disabledReason={mayRun ?? fault ?? undefined}
              onClick={props.onRun}
            >
              Run
            </Button>
          )}
          <Menu
            trigger={
              <IconButton
                size="sm"
                variant="ghost"
                label={`Actions on column ${letter}`}
                icon={<Ellipsis aria-hidden="true" />}
              />
            }
          >
            <MenuItem icon={<Save aria-hidden="true" />} onSelect={props.onSave}>
              Save as version
            </MenuItem>
            <MenuItem icon={<Code aria-hidden="true" />} onSelect={props.onCode}>
              Copy as code
            </MenuItem>
            <MenuItem
              icon={<Copy aria-hidden="true" />}
              disabledReason={full ? "Six columns are the most" : undefined}
              onSelect={props.onCopy}
            >
              Copy column
            </MenuItem>
            <MenuItem
              icon={<Trash2 aria-hidden="true" />}
              disabledReason={single ? "It is the only one" : undefined}
              onSelect={props.onRemove}
            >
              Remove column
            </MenuItem>
          </Menu>
        </span>
      </header>
      <div className="flex min-w-0 flex-col gap-3 p-3">
        <PromptPicker
          column={column}
          letter={letter}
          routes={routes}
          onChange={({ id: _id, ...change }) => onChange(change)}
          onLoaded={props.onLoaded}
        />
        <TargetPicker target={column.target} letter={letter} onChange={(target) => onChange({ target })} />
        <ParameterFields column={column} letter={letter} onChange={onChange} />
        {!column.prompt && (
          <Segmented
            size="sm"
            label={`Column ${letter}, kind of prompt`}
            options={types}
            value={column.draft.type}
            onValueChange={(type) => onChange({ draft: { ...column.draft, type } })}
          />
        )}
        <TemplateFields
          within={`Column ${letter}`}
          draft={column.draft}
          onRun={props.onRunAll}
          onChange={(change) => onChange({ draft: { ...column.draft, ...change } })}
        />
        {fault && <p className="text-dense text-ink-3">{fault}.</p>}
      </div>
      {showsResult && (
        <div className="mt-auto border-line-subtle border-t bg-raised/40 p-3">
          <ResultView result={result} label={`Answer of column ${letter}`} />
        </div>
      )}
    </section>
  );
}
