import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Colours of the parts of a query; names of metrics stay plain, they are what one reads. */
export const codeColors = HighlightStyle.define([
  { tag: tags.comment, color: "var(--color-ink-3)", fontStyle: "italic" },
  { tag: tags.variableName, color: "var(--color-ink-1)" },
  { tag: tags.function(tags.variableName), color: "var(--color-code-function)" },
  { tag: tags.keyword, color: "var(--color-code-function)" },
  { tag: tags.modifier, color: "var(--color-code-function)" },
  { tag: tags.labelName, color: "var(--color-code-label)" },
  { tag: tags.string, color: "var(--color-code-string)" },
  { tag: tags.number, color: "var(--color-code-number)" },
  { tag: tags.operator, color: "var(--color-ink-2)" },
  { tag: tags.punctuation, color: "var(--color-ink-2)" },
  { tag: tags.invalid, color: "var(--color-sev1-text)" },
]);

/** Looks like the other fields (`CONTROL_LOOK` of the design system), in both themes by its tokens. */
export const codeTheme = EditorView.theme({
  "&": {
    minHeight: "var(--control-height)",
    maxHeight: "40dvh",
    borderRadius: "var(--radius-control)",
    border: "1px solid var(--color-line-control)",
    backgroundColor: "var(--color-bg)",
    color: "var(--color-ink-1)",
    fontSize: "var(--text-body)",
  },
  "&:hover": { borderColor: "var(--color-ink-3)" },
  "&.cm-focused": {
    outline: "2px solid var(--color-accent)",
    outlineOffset: "0",
    borderColor: "var(--color-accent)",
  },
  "[data-invalid] &": { borderColor: "var(--color-sev1-text)" },
  ".cm-scroller": { fontFamily: "var(--font-geist-mono), ui-monospace, monospace", lineHeight: "1.25rem" },
  ".cm-content": { padding: "5px 0", caretColor: "var(--color-ink-1)" },
  ".cm-line": { padding: "0 10px" },
  ".cm-placeholder": { color: "var(--color-ink-3)" },
  ".cm-cursor": { borderLeftColor: "var(--color-ink-1)" },
  ".cm-matchingBracket": { backgroundColor: "transparent" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--color-sunken)", fontWeight: "600" },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": {
    backgroundColor: "transparent",
    color: "var(--color-sev1-text)",
  },
  ".cm-tooltip": {
    border: "1px solid var(--color-line)",
    borderRadius: "var(--radius-control)",
    backgroundColor: "var(--color-bg)",
    color: "var(--color-ink-1)",
    boxShadow: "var(--shadow-overlay)",
    zIndex: "40",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--font-geist-mono), ui-monospace, monospace",
    fontSize: "var(--text-dense)",
    maxHeight: "16rem",
    maxWidth: "min(36rem, 92vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 10px", lineHeight: "1rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--color-accent)",
    color: "var(--color-on-accent)",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-completionDetail": { color: "var(--color-ink-3)", fontStyle: "normal", marginLeft: "1ch" },
  ".cm-tooltip.cm-completionInfo": {
    maxWidth: "22rem",
    padding: "6px 10px",
    fontFamily: "var(--font-geist-sans), ui-sans-serif, sans-serif",
    fontSize: "var(--text-dense)",
  },
  ".cm-tooltip-lint": { fontSize: "var(--text-dense)" },
  ".cm-diagnostic": { padding: "6px 10px", borderLeft: "3px solid var(--color-sev1)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--color-sev1)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--color-sev1-text)",
    textUnderlineOffset: "3px",
  },
  ".cm-panel.cm-panel-lint": { color: "var(--color-ink-1)" },
  ".cm-panels": { backgroundColor: "var(--color-raised)", color: "var(--color-ink-1)" },
});
