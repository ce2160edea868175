"use client";
import type { LogFacet } from "@triops/domains/logs/schemas";
import { Button } from "@triops/ui/button";
import { cn } from "@triops/ui/class-names";
import { CONTROL_LOOK } from "@triops/ui/input";
import { Search, X } from "lucide-react";
import {
  type KeyboardEvent,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import {
  logLanguage,
  type SearchLanguage,
  type Suggestion,
  suggestions,
  wordAt,
} from "./query-completion.ts";

const SyntaxHelp = lazy(async () => ({ default: (await import("./syntax-help.tsx")).SyntaxHelp }));

type QueryBarProps = {
  value: string;
  onSearch: (q: string) => void;
  facets?: readonly LogFacet[];
  /** What is wrong with the search that was run. */
  fault?: string | undefined;
  /** Another kind of search than that of the logs. */
  label?: string;
  placeholder?: string;
  language?: SearchLanguage;
  /** Another grammar altogether: what could stand at the cursor. */
  suggest?: (draft: string, cursor: number) => readonly Suggestion[];
  help?: ReactNode;
};

const none: readonly LogFacet[] = [];

/** The search of the logs, of traces and of runs, with the fields and values at hand offered while typing. Enter runs it. */
export function QueryBar({
  value,
  onSearch,
  facets = none,
  fault,
  label = "Search logs",
  placeholder = 'service:checkout level>=warn "timed out" -health',
  language = logLanguage,
  suggest = (draft, cursor) => suggestions(draft, cursor, facets, language),
  help = (
    <Suspense>
      <SyntaxHelp />
    </Suspense>
  ),
}: QueryBarProps) {
  const listId = useId();
  const faultId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(value);
  const [cursor, setCursor] = useState(value.length);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  useEffect(() => setDraft(value), [value]);
  const offered = open ? suggest(draft, cursor) : [];
  const shown = offered.length > 0;

  function take(suggestion: Suggestion) {
    const { start } = wordAt(draft, cursor);
    const next = draft.slice(0, start) + suggestion.insert + draft.slice(cursor).trimStart();
    const at = start + suggestion.insert.length;
    setDraft(next);
    setCursor(at);
    setChosen(-1);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(at, at);
    });
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const count = offered.length;
    if (event.key === "ArrowDown" && count > 0) setChosen((chosen + 1) % count);
    else if (event.key === "ArrowUp" && count > 0) setChosen((chosen - 1 + count) % count);
    else if (event.key === "Tab" && shown && chosen >= 0 && !event.shiftKey)
      take(offered[chosen] as Suggestion);
    else if (event.key === "Enter" && shown && chosen >= 0) take(offered[chosen] as Suggestion);
    else if (event.key === "Enter") {
      setOpen(false);
      onSearch(draft);
    } else if (event.key === "Escape" && shown) {
      setOpen(false);
      event.stopPropagation();
    } else return;
    event.preventDefault();
  }

  function follow() {
    setCursor(input.current?.selectionStart ?? draft.length);
    setChosen(-1);
  }

  return (
    <search className="relative min-w-0 flex-1">
      <div className="relative flex items-center">
        <Search aria-hidden="true" className="pointer-events-none absolute left-2.5 size-4 text-ink-3" />
        <input
          ref={input}
          type="text"
          data-search=""
          role="combobox"
          aria-label={label}
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={shown ? listId : undefined}
          aria-activedescendant={shown && chosen >= 0 ? `${listId}-${chosen}` : undefined}
          aria-invalid={fault !== undefined || undefined}
          aria-describedby={fault === undefined ? undefined : faultId}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder={placeholder}
          value={draft}
          onChange={(event) => {
            setDraft(event.target.value);
            setCursor(event.target.selectionStart ?? event.target.value.length);
            setChosen(-1);
            setOpen(true);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onClick={follow}
          onKeyUp={(event) => {
            if (event.key === "ArrowLeft" || event.key === "ArrowRight") follow();
          }}
          onKeyDown={onKeyDown}
          className={cn(CONTROL_LOOK, "h-control pr-18 pl-8 font-mono text-body")}
        />
        <span className="absolute right-1 flex items-center gap-0.5">
          {draft !== "" && (
            <button
              type="button"
              aria-label="Clear the search"
              onClick={() => {
                setDraft("");
                onSearch("");
              }}
              className="flex size-6 items-center justify-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink-1"
            >
              <X aria-hidden="true" className="size-3.5" />
            </button>
          )}
          {help}
        </span>
      </div>
      {shown && (
        <div
          id={listId}
          role="listbox"
          aria-label="Suggestions"
          className="absolute inset-x-0 top-full z-40 mt-1 max-w-xl animate-overlay-in overflow-hidden rounded-overlay bg-bg p-1 shadow-overlay"
        >
          {offered.map((suggestion, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the input, which names the chosen option
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input's keys choose
            <div
              key={suggestion.label}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === chosen}
              // Before the input loses its focus and closes the list.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(suggestion)}
              className={cn(
                "flex min-h-8 cursor-pointer items-center justify-between gap-4 rounded-control px-2 text-body hover:bg-sunken",
                index === chosen && "bg-sunken",
              )}
            >
              <span className="truncate font-mono text-ink-1">{suggestion.label}</span>
              <span className="truncate text-dense text-ink-3">{suggestion.detail}</span>
            </div>
          ))}
        </div>
      )}
      {fault !== undefined && (
        <p
          id={faultId}
          role="alert"
          className="mt-1 flex flex-wrap items-center gap-2 text-dense text-sev1-text"
        >
          {fault}
          <Button size="sm" variant="ghost" onClick={() => onSearch("")}>
            Clear the search
          </Button>
        </p>
      )}
    </search>
  );
}
