"use client";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  placeholder as emptyText,
  keymap,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { useEffect, useRef } from "react";
import { codeTheme } from "../metrics/promql-theme.ts";
import type { PromptTextProps } from "./prompt-text-props.ts";

/** Sections and comments are control, variables are what gets filled in, references are other prompts. */
const parts = new MatchDecorator({
  regexp: /@@@langfusePrompt:[^@\n]{1,400}@@@|\{\{\{?[^{}\n]{0,200}\}?\}\}/g,
  decoration: ([found = ""]) =>
    found.startsWith("@@@") ? reference : /^\{\{\s*[#^/!=]/.test(found) ? section : variable,
});
const variable = Decoration.mark({ class: "cm-variable" });
const section = Decoration.mark({ class: "cm-section" });
const reference = Decoration.mark({ class: "cm-reference" });

const highlight = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = parts.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = parts.updateDeco(update, this.decorations);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

const colors = EditorView.theme({
  ".cm-content": { minHeight: "3.25rem" },
  ".cm-variable": {
    color: "var(--color-code-label)",
    backgroundColor: "var(--color-sev4-tint)",
    borderRadius: "3px",
    padding: "1px 0",
  },
  ".cm-section": { color: "var(--color-code-function)" },
  ".cm-reference": { color: "var(--color-code-string)", textDecoration: "underline dotted" },
});

const attributes = ({ label, readOnly, describedBy, invalid }: PromptTextProps) =>
  EditorView.contentAttributes.of({
    "aria-label": label,
    ...(readOnly ? { "aria-readonly": "true" } : {}),
    ...(describedBy ? { "aria-describedby": describedBy } : {}),
    ...(invalid ? { "aria-invalid": "true" } : {}),
    spellcheck: "true",
  });

/** The editor itself. It keeps its own text; what comes from outside replaces it only where it differs. */
export function PromptCode(props: PromptTextProps) {
  const { value, label, readOnly = false, describedBy, invalid } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  const named = useRef(new Compartment());
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (!host.current) return;
    const { value: doc, placeholder, readOnly: fixed = false } = latest.current;
    const run = () => {
      latest.current.onRun?.();
      return latest.current.onRun !== undefined;
    };
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc,
        extensions: [
          Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
          history(),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          EditorState.readOnly.of(fixed),
          highlight,
          codeTheme,
          colors,
          named.current.of(attributes(latest.current)),
          ...(placeholder ? [emptyText(placeholder)] : []),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const current = view.current?.state.doc.toString();
    if (current === undefined || current === value) return;
    view.current?.dispatch({ changes: { from: 0, to: current.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({
      effects: named.current.reconfigure(
        attributes({
          value: "",
          label,
          readOnly,
          ...(describedBy === undefined ? {} : { describedBy }),
          ...(invalid === undefined ? {} : { invalid }),
        }),
      ),
    });
  }, [label, readOnly, describedBy, invalid]);

  return <div ref={host} data-invalid={invalid || undefined} className="group/code min-w-0" />;
}
