import { parseSync, Visitor, type VisitorObject } from "oxc-parser";
import type { Finding, Rule, Source } from "./rule.ts";

export type SourceFault = { path: string; line: number; rule: string; text: string };

/** `// allow(rule-name): reason` on the line of a finding or on the one above excuses it; a reason is required. */
const allowance = /^\s*allow\(([a-z-]+)\):\s*\S/;

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset && i < text.length; i++) if (text.charCodeAt(i) === 10) line++;
  return line;
}

/** Lines on which a rule is excused, by rule name. */
function excusedLines(source: Source): Map<string, Set<number>> {
  const excused = new Map<string, Set<number>>();
  for (const comment of source.comments) {
    const name = allowance.exec(comment.value)?.[1];
    if (!name) continue;
    const lines = excused.get(name) ?? new Set();
    const line = lineAt(source.text, comment.end);
    lines.add(line).add(line + 1);
    excused.set(name, lines);
  }
  return excused;
}

/** Joins the visitors of several rules, so that the tree is walked once. */
function joined(visitors: VisitorObject[]): VisitorObject {
  const handlers = new Map<string, ((node: never) => void)[]>();
  for (const visitor of visitors) {
    for (const [type, handler] of Object.entries(visitor)) {
      handlers.set(type, [...(handlers.get(type) ?? []), handler as (node: never) => void]);
    }
  }
  return Object.fromEntries(
    [...handlers].map(([type, list]) => [
      type,
      (node: never) => {
        for (const handler of list) handler(node);
      },
    ]),
  );
}

/** Checks one file against the rules that apply to it. A file that does not parse is a fault of its own. */
export function checkSource(path: string, text: string, rules: readonly Rule[]): SourceFault[] {
  const applicable = rules.filter((rule) => rule.appliesTo(path));
  if (applicable.length === 0) return [];
  const parsed = parseSync(path, text);
  const broken = parsed.errors[0];
  if (broken) {
    const line = lineAt(text, broken.labels[0]?.start ?? 0);
    return [{ path, line, rule: "syntax", text: broken.message }];
  }
  const source: Source = { path, text, comments: parsed.comments, module: parsed.module };
  const findings: (Finding & { rule: Rule })[] = [];
  const visitors = applicable.map((rule) =>
    rule.visitor(source, (offset, words) =>
      findings.push({ rule, offset, ...(words ? { text: words } : {}) }),
    ),
  );
  new Visitor(joined(visitors)).visit(parsed.program);
  const excused = excusedLines(source);
  return findings
    .map(({ rule, offset, text: words }) => ({
      path,
      line: lineAt(text, offset),
      rule: rule.name,
      text: words ?? rule.message,
    }))
    .filter((fault) => !excused.get(fault.rule)?.has(fault.line))
    .sort((a, b) => a.line - b.line);
}
