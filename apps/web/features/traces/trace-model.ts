import type { TraceSkeleton } from "@triops/domains/traces/schemas";

/** A trace as a tree, in arrays by place (the order of the skeleton: by start), so that 30,000 spans stay light. */
export type TraceModel = {
  skeleton: TraceSkeleton;
  spanCount: number;
  /** Places in the order of the rows: every span before its children, children by start. */
  order: Int32Array;
  /** By row: how deep it stands, and the row after its last descendant. */
  depth: Int32Array;
  end: Int32Array;
  /** By place: its row, its parent's place (-1 when it stands at the top) and how many children it has. */
  row: Int32Array;
  parent: Int32Array;
  childCount: Int32Array;
  /** By place: 1 when the trace could not have been shorter without this span. */
  isCritical: Uint8Array;
  errorCount: number;
  /** Spans whose parent has not arrived; they stand at the top. */
  orphanCount: number;
  /** Spans that start before the span that caused them: the clocks of their machines differ. */
  skewed: { count: number; usMax: number };
  durationUs: number;
};

export function buildTrace(skeleton: TraceSkeleton): TraceModel {
  const { spans } = skeleton;
  const spanCount = spans.id.length;
  const parent = parentsWithoutCycles(spans.parent);
  const childCount = new Int32Array(spanCount);
  // Linked lists of children; filled from the end, so that each list is in order of start.
  const firstChild = new Int32Array(spanCount).fill(-1);
  const nextSibling = new Int32Array(spanCount).fill(-1);
  let firstTop = -1;
  for (let place = spanCount - 1; place >= 0; place--) {
    const above = parent[place] as number;
    if (above < 0) {
      nextSibling[place] = firstTop;
      firstTop = place;
    } else {
      nextSibling[place] = firstChild[above] as number;
      firstChild[above] = place;
      (childCount[above] as number)++;
    }
  }
  const order = new Int32Array(spanCount);
  const depth = new Int32Array(spanCount);
  const end = new Int32Array(spanCount);
  const row = new Int32Array(spanCount);
  let rows = 0;
  let at = firstTop;
  let level = 0;
  while (at >= 0) {
    order[rows] = at;
    depth[rows] = level;
    row[at] = rows++;
    if ((firstChild[at] as number) >= 0) {
      at = firstChild[at] as number;
      level++;
      continue;
    }
    end[row[at] as number] = rows;
    while (at >= 0 && (nextSibling[at] as number) < 0) {
      at = parent[at] as number;
      level--;
      if (at >= 0) end[row[at] as number] = rows;
    }
    if (at >= 0) at = nextSibling[at] as number;
  }

  const errorKind = skeleton.statuses.indexOf("error");
  let errorCount = 0;
  let orphanCount = 0;
  const skewed = { count: 0, usMax: 0 };
  let durationUs = 0;
  for (let place = 0; place < spanCount; place++) {
    const start = spans.startUs[place] as number;
    durationUs = Math.max(durationUs, start + (spans.durationUs[place] as number));
    if (spans.status[place] === errorKind) errorCount++;
    if (spans.parent[place] === -2) orphanCount++;
    const above = parent[place] as number;
    const earlyUs = above < 0 ? 0 : (spans.startUs[above] as number) - start;
    if (earlyUs > 0) {
      skewed.count++;
      skewed.usMax = Math.max(skewed.usMax, earlyUs);
    }
  }
  const model = { skeleton, spanCount, order, depth, end, row, parent, childCount };
  const facts = { errorCount, orphanCount, skewed, durationUs };
  return { ...model, ...facts, isCritical: criticalSpans(skeleton, firstTop, firstChild, nextSibling) };
}

/** Whoever sends nonsense may make spans each other's parents: the link that closes a circle is dropped. */
function parentsWithoutCycles(given: readonly number[]): Int32Array {
  const parent = Int32Array.from(given, (above) => (above < 0 ? -1 : above));
  const state = new Uint8Array(parent.length); // 1: on the way up, 2: leads to the top
  for (let place = 0; place < parent.length; place++) {
    let at = place;
    while (at >= 0 && state[at] === 0) {
      state[at] = 1;
      const above = parent[at] as number;
      if (above >= 0 && state[above] === 1) parent[at] = -1;
      at = parent[at] as number;
    }
    for (at = place; at >= 0 && state[at] === 1; at = parent[at] as number) state[at] = 2;
  }
  return parent;
}

/**
 * From the end of the longest tree backwards: the child that ended last held its parent up, before it the child that
 * ended last before that one began, and so on; the same again inside each of them.
 */
function criticalSpans(
  { spans }: TraceSkeleton,
  firstTop: number,
  firstChild: Int32Array,
  nextSibling: Int32Array,
): Uint8Array {
  const isCritical = new Uint8Array(spans.id.length);
  const startOf = (place: number) => spans.startUs[place] as number;
  const endOf = (place: number) => startOf(place) + (spans.durationUs[place] as number);
  let top = -1;
  for (let at = firstTop; at >= 0; at = nextSibling[at] as number) {
    if (top < 0 || (spans.durationUs[at] as number) > (spans.durationUs[top] as number)) top = at;
  }
  // Each span with the moment up to which it is looked at.
  const open: { place: number; untilUs: number }[] = top < 0 ? [] : [{ place: top, untilUs: endOf(top) }];
  for (let next = open.pop(); next; next = open.pop()) {
    isCritical[next.place] = 1;
    const children: number[] = [];
    for (let at = firstChild[next.place] as number; at >= 0; at = nextSibling[at] as number)
      children.push(at);
    children.sort((a, b) => endOf(b) - endOf(a));
    let untilUs = next.untilUs;
    for (const child of children) {
      // What outlives its parent, or overlaps the one that followed, held nobody up.
      if (endOf(child) > untilUs || startOf(child) < startOf(next.place)) continue;
      open.push({ place: child, untilUs: endOf(child) });
      untilUs = startOf(child);
    }
  }
  return isCritical;
}

/** Rows that show while some are collapsed (`collapsed` holds places): the places from top to bottom. */
export function visiblePlaces(model: TraceModel, collapsed: ReadonlySet<number>): Int32Array {
  if (collapsed.size === 0) return model.order;
  const visible = new Int32Array(model.spanCount);
  let count = 0;
  for (let row = 0; row < model.spanCount; ) {
    const place = model.order[row] as number;
    visible[count++] = place;
    row = collapsed.has(place) ? (model.end[row] as number) : row + 1;
  }
  return visible.subarray(0, count);
}

/** Everything above a span, nearest first. */
export function ancestors(model: TraceModel, place: number): number[] {
  const found: number[] = [];
  for (let at = model.parent[place] as number; at >= 0; at = model.parent[at] as number) found.push(at);
  return found;
}

/** Places, from top to bottom, whose operation, service or id has the text, ignoring case. */
export function findSpans(model: TraceModel, text: string): number[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const { services, operations, spans } = model.skeleton;
  const fitsService = services.map((name) => name.toLowerCase().includes(wanted));
  const fitsOperation = operations.map((name) => name.toLowerCase().includes(wanted));
  const found: number[] = [];
  for (const place of model.order) {
    if (
      fitsService[spans.service[place] as number] ||
      fitsOperation[spans.operation[place] as number] ||
      spans.id[place] === wanted
    )
      found.push(place);
  }
  return found;
}
