/**
 * An upper bound of what a pattern matches, read from its text: escapes, classes and groups count one character or what
 * is in them, repetitions multiply, alternatives take the longest. What it does not know is unbounded.
 */
export function longest(source: string): number {
  let at = 0;

  function alternatives(): number {
    let most = sequence();
    while (source[at] === "|") {
      at++;
      most = Math.max(most, sequence());
    }
    return most;
  }

  function sequence(): number {
    let sum = 0;
    while (at < source.length && source[at] !== "|" && source[at] !== ")") sum += times(atom());
    return sum;
  }

  function atom(): number {
    const char = source[at++];
    if (char === "(") {
      const flags = /^\?(?:P?<\w+>|[a-zA-Z-]*:)/.exec(source.slice(at));
      const only = /^\?[a-zA-Z-]*\)/.exec(source.slice(at));
      if (only) {
        at += only[0].length;
        return 0;
      }
      at += flags?.[0].length ?? 0;
      const inner = alternatives();
      at++;
      return inner;
    }
    if (char === "[") {
      at = classEnd(at);
      // Characters beyond the basic plane are two of JavaScript's.
      return 2;
    }
    if (char === "^" || char === "$") return 0;
    if (char === ".") return 2;
    if (char !== "\\") return 1;
    const kind = source[at++] ?? "";
    if ("bBAzZ".includes(kind)) return 0;
    if (kind === "Q") return quoted();
    const rest = /^(?:\{[^}]*\}|[0-9A-Fa-f]{2})/.exec(source.slice(at));
    if ("pPx".includes(kind)) at += rest?.[0].length ?? 1;
    return 2;
  }

  function quoted(): number {
    const end = source.indexOf("\\E", at);
    const length = (end < 0 ? source.length : end) - at;
    at = end < 0 ? source.length : end + 2;
    return length;
  }

  function classEnd(from: number): number {
    let to = source[from] === "^" ? from + 1 : from;
    if (source[to] === "]") to++;
    while (to < source.length && source[to] !== "]") {
      if (source[to] === "\\") to++;
      else if (source.startsWith("[:", to)) to = Math.max(to, source.indexOf(":]", to) + 1);
      to++;
    }
    return to + 1;
  }

  function times(length: number): number {
    let all = length;
    for (;;) {
      const found = /^(?:[*+]|\{\d+(,?)(\d*)\})\??/.exec(source.slice(at));
      if (found) {
        const counts = /^\{(\d+)(,?)(\d*)\}/.exec(found[0]);
        at += found[0].length;
        const most = counts
          ? counts[2] === ""
            ? Number(counts[1])
            : counts[3] === ""
              ? Infinity
              : Number(counts[3])
          : Infinity;
        all = all === 0 ? 0 : all * most;
      } else if (source[at] === "?") at++;
      else return all;
    }
  }

  const most = alternatives();
  return at < source.length ? Infinity : most;
}
