import type { TraceModel } from "./trace-model.ts";

/** The whole trace in one small picture: as many lines as fit, each with the stretches where its spans work. */
export type MinimapPaths = { columns: number; rows: number; spans: string; errors: string };

export function minimapPaths(
  model: TraceModel,
  visible: Int32Array,
  columns = 400,
  rowsMax = 48,
): MinimapPaths {
  const rows = Math.max(1, Math.min(rowsMax, visible.length));
  const { startUs, durationUs, status } = model.skeleton.spans;
  const errorStatus = model.skeleton.statuses.indexOf("error");
  const widthUs = Math.max(model.durationUs, 1e-9);
  const busy = new Uint8Array(columns * rows);
  for (let index = 0; index < visible.length; index++) {
    const place = visible[index] as number;
    const y = Math.floor((index / visible.length) * rows);
    const from = Math.min(columns - 1, Math.floor(((startUs[place] as number) / widthUs) * columns));
    const share = ((startUs[place] as number) + (durationUs[place] as number)) / widthUs;
    const to = Math.max(from, Math.min(columns - 1, Math.ceil(share * columns) - 1));
    const mark = status[place] === errorStatus ? 2 : 1;
    for (let x = from; x <= to; x++)
      if ((busy[y * columns + x] as number) < mark) busy[y * columns + x] = mark;
  }
  let spans = "";
  let errors = "";
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; ) {
      const mark = busy[y * columns + x] as number;
      let end = x + 1;
      while (end < columns && busy[y * columns + end] === mark) end++;
      if (mark === 1) spans += `M${x} ${y}h${end - x}v1h${x - end}z`;
      else if (mark === 2) errors += `M${x} ${y}h${end - x}v1h${x - end}z`;
      x = end;
    }
  }
  return { columns, rows, spans, errors };
}
