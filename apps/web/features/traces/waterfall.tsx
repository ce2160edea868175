"use client";
import { assignColors } from "@triops/ui/series-colors";
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { LaneHead } from "./lane-head.tsx";
import { type LaneView, Minimap } from "./minimap.tsx";
import { SpanRow } from "./span-row.tsx";
import { ancestors, type TraceModel, visiblePlaces } from "./trace-model.ts";
import { useRowWindow } from "./use-window.ts";

type WaterfallProps = {
  model: TraceModel;
  /** Place of the span whose panel is open; -1 for none. */
  open: number;
  onOpen: (place: number) => void;
  /** Places that were found, from top to bottom, and the one to look at. */
  found: readonly number[];
  lookAt: number;
  onStep: (by: 1 | -1) => void;
  criticalOnly: boolean;
  view: LaneView;
  onViewChange: (view: LaneView) => void;
  collapsed: ReadonlySet<number>;
  onCollapsedChange: (collapsed: ReadonlySet<number>) => void;
  /** What stands at the end of a span's name. */
  noteOf?: (place: number) => string;
  /** What a row's name is made of. */
  names?: string;
};

/** Fewer rows are their own overview. */
const minimapFrom = 12;

/** Spans as a tree and over time. Only rows near what is seen exist, so that 30,000 scroll like 30. */
export function Waterfall({
  model,
  open,
  onOpen,
  found,
  lookAt,
  onStep,
  criticalOnly,
  view,
  onViewChange,
  collapsed,
  onCollapsedChange,
  noteOf,
  names = "Service and operation",
}: WaterfallProps) {
  const baseId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { skeleton } = model;
  const { spans } = skeleton;
  const visible = useMemo(() => visiblePlaces(model, collapsed), [model, collapsed]);
  const indexOf = useMemo(() => {
    const index = new Int32Array(model.spanCount).fill(-1);
    visible.forEach((place, at) => {
      index[place] = at;
    });
    return index;
  }, [model, visible]);
  const colors = useMemo(() => assignColors(skeleton.services.map((id) => ({ id }))), [skeleton]);
  const foundSet = useMemo(() => new Set(found), [found]);
  const [active, setActive] = useState(-1);
  const [hasFocus, setHasFocus] = useState(false);
  const { rowPx, first, last, seenFirst, seenLast, show } = useRowWindow(scroller, visible.length);

  // What is looked at must be seen: everything above it opens, and it comes into view.
  const target = lookAt >= 0 ? lookAt : open;
  const isNew = useRef(-2);
  useEffect(() => {
    if (target < 0 || isNew.current === target) return;
    const above = ancestors(model, target).filter((place) => collapsed.has(place));
    if (above.length > 0) {
      onCollapsedChange(new Set([...collapsed].filter((place) => !above.includes(place))));
      return;
    }
    isNew.current = target;
    setActive(target);
    show(indexOf[target] as number, "near");
  }, [target, model, collapsed, onCollapsedChange, indexOf, show]);

  const errorStatus = skeleton.statuses.indexOf("error");
  const widthUs = Math.max(view.toUs - view.fromUs, 1e-9);
  const go = (index: number) => {
    const place = visible[Math.min(Math.max(index, 0), visible.length - 1)];
    if (place === undefined) return;
    setActive(place);
    show(indexOf[place] as number);
  };
  const toggle = (place: number, close = !collapsed.has(place)) => {
    const next = new Set(collapsed);
    if (close) next.add(place);
    else next.delete(place);
    onCollapsedChange(next);
  };
  const nextError = (from: number) => {
    const count = visible.length;
    for (let by = 1; by <= count; by++) {
      const index = (from + by) % count;
      if (spans.status[visible[index] as number] === errorStatus) return go(index);
    }
  };
  function onKeyDown(event: KeyboardEvent) {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const index = active >= 0 ? (indexOf[active] as number) : -1;
    const page = Math.max(1, Math.floor(seenLast - seenFirst) - 1);
    const isParent = active >= 0 && (model.childCount[active] as number) > 0;
    switch (event.key) {
      case "ArrowDown":
        go(index + 1);
        break;
      case "ArrowUp":
        go(index - 1);
        break;
      case "PageDown":
        go(index + page);
        break;
      case "PageUp":
        go(index - page);
        break;
      case "Home":
        go(0);
        break;
      case "End":
        go(visible.length - 1);
        break;
      case "ArrowRight":
        if (isParent && collapsed.has(active)) toggle(active, false);
        else if (isParent) go(index + 1);
        break;
      case "ArrowLeft":
        if (isParent && !collapsed.has(active)) toggle(active, true);
        else if (active >= 0 && (model.parent[active] as number) >= 0)
          go(indexOf[model.parent[active] as number] as number);
        break;
      case "Enter":
      case " ":
        if (active >= 0) onOpen(active);
        break;
      case "e":
        nextError(index);
        break;
      case "n":
        onStep(1);
        break;
      case "N":
        onStep(-1);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
  function onClick(event: MouseEvent) {
    const element = event.target as HTMLElement;
    const row = element.closest<HTMLElement>("[data-place]");
    if (!row) return;
    const place = Number(row.dataset.place);
    setActive(place);
    if (element.closest("[data-toggle]")) toggle(place);
    else onOpen(place);
  }

  const rows = [];
  for (let index = first; index <= last; index++) {
    const place = visible[index] as number;
    const row = model.row[place] as number;
    const parent = model.parent[place] as number;
    const service = skeleton.services[spans.service[place] as number] ?? "";
    const marks = spans.marks[place] as number;
    const isCritical = model.isCritical[place] === 1;
    rows.push(
      <SpanRow
        key={place}
        id={`${baseId}-${place}`}
        place={place}
        topPx={index * rowPx}
        heightPx={rowPx}
        depth={model.depth[row] as number}
        childCount={model.childCount[place] as number}
        isCollapsed={collapsed.has(place)}
        hiddenCount={(model.end[row] as number) - row - 1}
        service={service}
        operation={skeleton.operations[spans.operation[place] as number] ?? ""}
        showService={parent < 0 || spans.service[parent] !== spans.service[place]}
        color={colors.get(service)?.color ?? "var(--color-series-1)"}
        isError={spans.status[place] === errorStatus}
        hasException={(marks & 1) !== 0}
        hasLinks={(marks & 4) !== 0}
        isOrphan={spans.parent[place] === -2}
        isActive={hasFocus && place === active}
        isOpen={place === open}
        isFound={foundSet.has(place)}
        isFaded={criticalOnly && !isCritical}
        isCritical={criticalOnly && isCritical}
        left={((spans.startUs[place] as number) - view.fromUs) / widthUs}
        width={(spans.durationUs[place] as number) / widthUs}
        durationMs={(spans.durationUs[place] as number) / 1_000}
        note={noteOf?.(place) ?? ""}
      />,
    );
  }
  const activeShown =
    active >= 0 && (indexOf[active] as number) >= first && (indexOf[active] as number) <= last;
  const count = Math.max(1, visible.length);
  return (
    <div className="flex min-w-0 flex-col gap-2 [--tree-width:46%] md:[--tree-width:38%]">
      {visible.length >= minimapFrom && (
        <Minimap
          model={model}
          visible={visible}
          seenFrom={Math.min(1, seenFirst / count)}
          seenTo={Math.min(1, seenLast / count)}
          view={view}
          onViewChange={onViewChange}
          onJump={(share) => show(Math.floor(share * visible.length), "centre")}
        />
      )}
      <div className="min-w-0 overflow-hidden rounded-card border border-line-subtle">
        <LaneHead view={view} names={names} />
        <div
          ref={scroller}
          role="tree"
          aria-label="Spans"
          aria-activedescendant={activeShown ? `${baseId}-${active}` : undefined}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onFocus={() => {
            setHasFocus(true);
            if (active < 0) setActive(visible[0] ?? -1);
          }}
          onBlur={() => setHasFocus(false)}
          className="relative overflow-y-auto overscroll-contain focus-visible:outline-offset-[-2px]"
          style={{ height: `min(${visible.length * rowPx}px, max(20rem, calc(100dvh - 22rem)))` }}
        >
          <div role="none" className="relative" style={{ height: visible.length * rowPx }}>
            {rows}
          </div>
        </div>
      </div>
    </div>
  );
}
