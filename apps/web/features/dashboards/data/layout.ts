import { columnsMax } from "@triops/domains/dashboards/rules";
import type { Panel, Place, Section } from "@triops/domains/dashboards/schemas";
import { narrowed, type Scope } from "../variables/scope.ts";

export const rowPx = 30;
export const gapPx = 8;
export const heightPx = (rows: number): number => rows * (rowPx + gapPx) - gapPx;

const overlaps = (a: Place, b: Place): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

export const readingOrder = <P extends { place: Place }>(panels: readonly P[]): P[] =>
  panels.toSorted((a, b) => a.place.y - b.place.y || a.place.x - b.place.x);

/** Moves everything up as far as it goes; what overlaps moves down. `fixed` keeps its place first. */
export function packed<P extends { id: string; place: Place }>(panels: readonly P[], fixed?: string): P[] {
  const placed: Place[] = [];
  const result = new Map<string, P>();
  const order = readingOrder(panels);
  const first = order.find((panel) => panel.id === fixed);
  for (const panel of first ? [first, ...order.filter((one) => one !== first)] : order) {
    const place = { ...panel.place };
    // The one that was moved by hand stays where it was put until others have found theirs.
    if (panel !== first)
      while (place.y > 0 && !placed.some((one) => overlaps({ ...place, y: place.y - 1 }, one))) place.y--;
    while (placed.some((one) => overlaps(place, one))) place.y++;
    placed.push(place);
    result.set(panel.id, { ...panel, place });
  }
  const next = panels.map((panel) => result.get(panel.id) ?? panel);
  return first ? packed(next) : next;
}

/** Below everything else, at the left. */
export function freePlace(panels: readonly { place: Place }[], size: Pick<Place, "w" | "h">): Place {
  const bottom = panels.reduce((y, { place }) => Math.max(y, place.y + place.h), 0);
  // Beside the last one, when there is room.
  const lastLine = panels.filter(({ place }) => place.y + place.h === bottom);
  const right = lastLine.reduce((x, { place }) => Math.max(x, place.x + place.w), 0);
  const top = lastLine.reduce((y, { place }) => Math.min(y, place.y), bottom);
  const beside = { x: right, y: top, ...size };
  if (right > 0 && right + size.w <= columnsMax && !panels.some(({ place }) => overlaps(place, beside)))
    return beside;
  return { x: 0, y: bottom, ...size };
}

export type Shown = {
  /** Unique also among repeats. */
  key: string;
  panel: Panel;
  place: Place;
  scope: Scope;
};

const repeatsMax = 40;

/** The panels of a section as they are shown: each repeat as a panel of its own, below one another or in lines. */
export function shownPanels(section: Section, scope: Scope): Shown[] {
  const repeated = section.panels.some((panel) => valuesOf(panel, scope));
  const shown: Shown[] = [];
  let pushedY = 0;
  for (const panel of readingOrder(section.panels)) {
    const values = valuesOf(panel, scope);
    const place = { ...panel.place, y: panel.place.y + pushedY };
    if (!values) {
      shown.push({ key: panel.id, panel, place, scope });
      continue;
    }
    const across = panel.repeat?.direction !== "down";
    const perLine = across
      ? Math.max(1, Math.min(values.length, Math.floor(columnsMax / Math.min(panel.place.w, 12))))
      : 1;
    const w = across ? Math.floor(columnsMax / perLine) : place.w;
    values.forEach((value, at) => {
      shown.push({
        key: at === 0 ? panel.id : `${panel.id}~${at}`,
        panel,
        place: {
          x: across ? (at % perLine) * w : place.x,
          y: place.y + Math.floor(at / perLine) * place.h,
          w,
          h: place.h,
        },
        scope: narrowed(scope, panel.repeat?.variable ?? "", value),
      });
    });
    pushedY += (Math.ceil(values.length / perLine) - 1) * place.h;
  }
  return repeated
    ? packed(shown.map((one) => ({ ...one, id: one.key }))).map(({ id: _id, ...one }) => one)
    : shown;
}

function valuesOf(panel: Panel, scope: Scope): readonly string[] | null {
  if (!panel.repeat) return null;
  const values = scope.variables.get(panel.repeat.variable)?.values ?? [];
  return values.length === 0 ? null : values.slice(0, repeatsMax);
}

export type ShownSection = { key: string; section: Section; title: string; scope: Scope };

/** Sections with their repeats. */
export function shownSections(sections: readonly Section[], scope: Scope): ShownSection[] {
  return sections.flatMap((section) => {
    const values = section.repeat ? scope.variables.get(section.repeat)?.values : undefined;
    if (!section.repeat || !values || values.length === 0)
      return [{ key: section.id, section, title: section.title, scope }];
    const name = section.repeat;
    return values.slice(0, repeatsMax).map((value, at) => ({
      key: at === 0 ? section.id : `${section.id}~${at}`,
      section,
      title: section.title,
      scope: narrowed(scope, name, value),
    }));
  });
}
