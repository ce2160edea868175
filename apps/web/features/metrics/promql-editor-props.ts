export type PromqlEditorProps = {
  value: string;
  onChange: (value: string) => void;
  /** Ctrl+Enter, or ⌘+Enter; with the text as it stands, which may be newer than `value`. */
  onRun?: (text: string) => void;
  /** Names the field: "Query A". */
  label: string;
  placeholder?: string;
  /** `false` where the text holds variables of a dashboard, which the grammar does not know. */
  checked?: boolean;
  /** Id of the text that says what is wrong. */
  describedBy?: string | undefined;
  invalid?: boolean;
};
