import { type AtTime, bare, type Call, type Expr, type Subquery, type VectorSelector } from "./ast.ts";
import { type GridFunction, gridFunctions, type Selection } from "./storage.ts";

/** Evaluation times `startMs + i · stepMs`, i < steps; epoch milliseconds. */
export type Grid = { startMs: number; stepMs: number; steps: number };

export type PlanOptions = {
  /** Start and end of the whole query, which `@ start()` and `@ end()` stand for. */
  startMs: number;
  endMs: number;
  lookbackMs: number;
  /** Resolution of a subquery that names none. */
  subqueryStepMs: number;
  /** What the storage computes itself. */
  grids: ReadonlySet<GridFunction>;
};

/** What to select for each selector of a query. */
export type Plan = ReadonlyMap<VectorSelector, Selection>;

/** Decides which samples a query needs, once for each selector. Pure. */
export function plan(expr: Expr, grid: Grid, options: PlanOptions): Plan {
  const planner = new Planner(options);
  planner.visit(expr, grid);
  return planner.found;
}

class Planner {
  readonly found = new Map<VectorSelector, Selection>();
  readonly options: PlanOptions;

  constructor(options: PlanOptions) {
    this.options = options;
  }

  visit(node: Expr, on: Grid): void {
    const { options } = this;
    if (on.steps === 0) return;
    if (node.kind === "selector") {
      this.select(node, on, options.lookbackMs, options.grids.has("last") ? "last" : "samples");
    } else if (node.kind === "matrix") this.select(node.selector, on, node.rangeMs, "samples");
    else if (node.kind === "subquery") this.visit(node.expr, subqueryGrid(node, on, options));
    else if (node.kind === "call") this.call(node, on);
    else for (const child of childrenOf(node)) this.visit(child, on);
  }

  call(node: Call, on: Grid): void {
    const { options } = this;
    const [first] = node.args.map(bare);
    const inStore = inStoreFunction(node.name, options);
    // Only the samples themselves know their times.
    if (node.name === "timestamp" && first?.kind === "selector") {
      this.select(first, on, options.lookbackMs, "samples");
    } else if (inStore && first?.kind === "matrix") this.select(first.selector, on, first.rangeMs, inStore);
    else for (const arg of node.args) this.visit(arg, on);
  }

  select(node: VectorSelector, on: Grid, windowMs: number, want: Selection["want"]): void {
    const times = selectorGrid(node, on, this.options);
    this.found.set(node, { matchers: node.matchers, ...times, windowMs, want });
  }
}

function childrenOf(node: Expr): Expr[] {
  if (node.kind === "paren" || node.kind === "unary") return [node.expr];
  if (node.kind === "binary") return [node.left, node.right];
  if (node.kind === "aggregate") return node.param ? [node.param, node.expr] : [node.expr];
  return [];
}

function inStoreFunction(name: string, options: PlanOptions): GridFunction | undefined {
  const known = gridFunctions.find((each) => each === name && each !== "last");
  return known !== undefined && options.grids.has(known) ? known : undefined;
}

const fixedTime = (at: AtTime, options: Pick<PlanOptions, "startMs" | "endMs">): number =>
  at === "start" ? options.startMs : at === "end" ? options.endMs : at;

/** The times a selector looks at; with `@` it is one for all steps. */
export function selectorGrid(
  node: { offsetMs: number; at: AtTime | undefined },
  on: Grid,
  options: Pick<PlanOptions, "startMs" | "endMs">,
): Grid {
  if (node.at === undefined) return { ...on, startMs: on.startMs - node.offsetMs };
  return { startMs: fixedTime(node.at, options) - node.offsetMs, stepMs: on.stepMs, steps: 1 };
}

/** Times at which the inside of a subquery is evaluated: multiples of its step since the epoch. */
export function subqueryGrid(
  node: Subquery,
  on: Grid,
  options: Pick<PlanOptions, "startMs" | "endMs" | "subqueryStepMs">,
): Grid {
  const stepMs = node.stepMs ?? options.subqueryStepMs;
  const outer = selectorGrid(node, on, options);
  const after = outer.startMs - node.rangeMs;
  const endMs = outer.startMs + (outer.steps - 1) * outer.stepMs;
  let startMs = Math.trunc(after / stepMs) * stepMs;
  if (startMs <= after) startMs += stepMs;
  return { startMs, stepMs, steps: Math.max(0, Math.floor((endMs - startMs) / stepMs) + 1) };
}
