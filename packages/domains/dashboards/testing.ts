import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import { remove } from "./remove.ts";
import type { Dashboard } from "./schemas.ts";

export const modelInput = (title = "Shop") => ({
  title,
  tags: ["shop"],
  sections: [
    {
      id: "s1",
      panels: [
        {
          id: "p1",
          type: "timeseries" as const,
          title: "Load",
          place: { x: 0, y: 0, w: 12, h: 8 },
          queries: [{ kind: "promql" as const, refId: "A", expr: "up" }],
        },
      ],
    },
  ],
});

export const makeDashboard = (caller: Caller, title?: string): Promise<Dashboard> =>
  create.call(caller, { model: modelInput(title) });

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeDashboard(caller)).id, ...more });

export const samples: Samples = {
  "dashboards.create": async () => ({ model: modelInput() }),
  "dashboards.import": async () => ({
    json: { title: "Shop", panels: [{ id: 1, type: "timeseries", targets: [{ expr: "up", refId: "A" }] }] },
  }),
  "dashboards.starter": async () => ({ key: "triops" }),
  "dashboards.get": ofOne(),
  "dashboards.update": ofOne({ version: 1, model: modelInput("Shop, again") }),
  "dashboards.remove": ofOne(),
  "dashboards.bringBack": async (caller) => {
    const { id } = await makeDashboard(caller);
    await remove.call(caller, { id });
    return { id };
  },
  "dashboards.star": ofOne({ starred: true }),
  "dashboards.duplicate": ofOne(),
  "dashboards.versions": ofOne(),
  "dashboards.version": ofOne({ version: 1 }),
  "dashboards.restore": ofOne({ version: 1, seen: 1 }),
};
