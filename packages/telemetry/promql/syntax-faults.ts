import type { Tree } from "@lezer/common";
import { type PromqlError, parseError } from "./faults.ts";

/**
 * The grammar is made for editors and repairs what it does not understand; a query with a repair in it is refused at
 * the first one.
 */
export function firstFault(query: string, tree: Tree): PromqlError | undefined {
  let at: number | undefined;
  tree.iterate({
    enter(node) {
      if (node.type.isError && (at === undefined || node.from < at)) at = node.from;
    },
  });
  if (at === undefined) return undefined;
  const rest = query.slice(at);
  const token = /^\s*([A-Za-z_:][\w:]*|\d[\w.]*|"[^"]*"?|'[^']*'?|[=!<>]=|=~|!~|\S)/.exec(rest)?.[1];
  if (token === undefined) return parseError(query, query.length, "unexpected end of input");
  const start = at + rest.indexOf(token);
  const called = calledName(query, start);
  if (called)
    return parseError(query, called.from, `unknown function with name ${JSON.stringify(called.name)}`);
  return parseError(query, start, `unexpected ${JSON.stringify(token)}`);
}

/** A name right before or at the fault that is followed by a parenthesis: meant as a function. */
function calledName(query: string, at: number): { name: string; from: number } | undefined {
  if (query[at] !== "(") return undefined;
  const before = /([A-Za-z_]\w*)\s*$/.exec(query.slice(0, at));
  const name = before?.[1];
  return before && name !== undefined ? { name, from: before.index } : undefined;
}
