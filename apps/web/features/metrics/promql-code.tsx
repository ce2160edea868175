"use client";
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { Compartment, EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, placeholder as emptyText, keymap } from "@codemirror/view";
import {
  type CompleteStrategy,
  newCompleteStrategy,
  PromQLExtension,
} from "@prometheus-io/codemirror-promql";
import { type RefObject, useEffect, useRef } from "react";
import type { PromqlEditorProps } from "./promql-editor-props.ts";
import { codeColors, codeTheme } from "./promql-theme.ts";

/** Names that arrived within this time are offered. */
const offeredMs = 7 * 86_400_000;

/** One for the tab: what it learned about metrics and labels serves every editor. */
const offers = newCompleteStrategy({
  remote: { url: "/api/prom", httpMethod: "GET", lookbackInterval: offeredMs },
});
/** Behind a finished part only operators could follow: a list would be in the way unless it was asked for. */
const finished = /[\s)\]}]$/;
const completion: CompleteStrategy = {
  promQL: (context) =>
    !context.explicit && finished.test(context.state.sliceDoc(0, context.pos))
      ? null
      : offers.promQL(context),
};

function language(checked: boolean): Extension {
  return new PromQLExtension()
    .setComplete({ completeStrategy: completion })
    .activateLinter(checked)
    .asExtension();
}

/** What screen readers hear; the label alone would not say that the text is wrong. */
const attributes = ({
  label,
  describedBy,
  invalid = false,
}: Pick<PromqlEditorProps, "label" | "describedBy" | "invalid">): Extension =>
  EditorView.contentAttributes.of({
    "aria-label": label,
    ...(describedBy ? { "aria-describedby": describedBy } : {}),
    ...(invalid ? { "aria-invalid": "true" } : {}),
    // Grammar of people does not apply.
    autocorrect: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });

type PromqlCodeProps = PromqlEditorProps & { cursor: RefObject<number | null> };

/** The editor itself. It keeps its own text; what comes from outside replaces it only where it differs. */
export function PromqlCode(props: PromqlCodeProps) {
  const { value, label, describedBy, invalid = false, checked = true } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  const parts = useRef({ attributes: new Compartment(), language: new Compartment() });
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (!host.current) return;
    const { value: doc, placeholder, cursor, checked: checks = true } = latest.current;
    const run = (editor: EditorView) => {
      closeCompletion(editor);
      latest.current.onRun?.(editor.state.doc.toString());
      return true;
    };
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc,
        selection: { anchor: Math.min(cursor.current ?? 0, doc.length) },
        extensions: [
          Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
          history(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ icons: false, maxRenderedOptions: 100 }),
          parts.current.language.of(language(checks)),
          parts.current.attributes.of(attributes(latest.current)),
          // Tab moves on to the next control, as everywhere; Enter takes a completion.
          keymap.of([
            ...closeBracketsKeymap,
            ...defaultKeymap,
            ...historyKeymap,
            ...completionKeymap,
            ...lintKeymap,
          ]),
          EditorView.lineWrapping,
          syntaxHighlighting(codeColors),
          codeTheme,
          ...(placeholder ? [emptyText(placeholder)] : []),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    if (cursor.current !== null) made.focus();
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
      effects: parts.current.attributes.reconfigure(attributes({ label, describedBy, invalid })),
    });
  }, [label, describedBy, invalid]);

  useEffect(() => {
    view.current?.dispatch({ effects: parts.current.language.reconfigure(language(checked)) });
  }, [checked]);

  return <div ref={host} data-invalid={invalid || undefined} className="group/code min-w-0" />;
}
