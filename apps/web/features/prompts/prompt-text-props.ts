export type PromptTextProps = {
  value: string;
  onChange?: (value: string) => void;
  /** Ctrl+Enter, or ⌘+Enter. */
  onRun?: () => void;
  /** Names the field: "System message". */
  label: string;
  placeholder?: string;
  readOnly?: boolean;
  /** Id of the text that says what is wrong. */
  describedBy?: string;
  invalid?: boolean;
};
