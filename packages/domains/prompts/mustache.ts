/**
 * Mustache as Langfuse's clients use it: variables without HTML escaping, sections, inverted sections, comments and
 * changed delimiters, with mustache.js 4.2's rules about lines that hold nothing but a tag. No partials and no
 * lambdas, and no property is ever looked up on a prototype: values come from callers.
 * https://mustache.github.io/mustache.5.html
 */
export type Node =
  | { kind: "text"; text: string }
  | { kind: "variable"; path: string }
  | { kind: "section"; path: string; inverted: boolean; inside: Node[] };

export type Parsed = { nodes: Node[]; partials: string[] };

/** What is wrong with a template, in words for its author. */
export class TemplateFault extends Error {}

const sectionDepthMax = 20;

type Mark = { section: Extract<Node, { kind: "section" }>; outside: Node[] };

/** @throws TemplateFault */
export function parseTemplate(template: string): Parsed {
  let [open, close] = ["{{", "}}"];
  let nodes: Node[] = [];
  const sections: Mark[] = [];
  const partials: string[] = [];
  let at = 0;
  // Of the line being read: text so far, whether it has a tag, whether it has anything that would show.
  let blanks: Extract<Node, { kind: "text" }>[] = [];
  let hasTag = false;
  let shows = false;

  const endLine = () => {
    // A line of nothing but section tags and comments leaves nothing behind, not even its end.
    if (hasTag && !shows) for (const blank of blanks) blank.text = "";
    blanks = [];
    hasTag = false;
    shows = false;
  };
  const takeText = (text: string) => {
    for (const piece of text.split(/(?<=\n)/)) {
      // Never by a pattern that looks for blanks at the end: it takes the square of their number.
      const rest = piece.trimStart();
      const lead = piece.slice(0, piece.length - rest.length);
      const body = rest.trimEnd();
      const tail = rest.slice(body.length);
      for (const [part, blank] of [
        [lead, true],
        [body, false],
        [tail, true],
      ] as const) {
        if (part === "") continue;
        const node = { kind: "text" as const, text: part };
        nodes.push(node);
        if (blank) blanks.push(node);
        else shows = true;
      }
      if (piece.endsWith("\n")) endLine();
    }
  };

  for (;;) {
    const begin = template.indexOf(open, at);
    if (begin < 0) {
      takeText(template.slice(at));
      break;
    }
    takeText(template.slice(at, begin));
    let cursor = skipBlanks(template, begin + open.length);
    const sign = "#^/>{&=!".includes(template.charAt(cursor)) ? template.charAt(cursor) : "";
    if (sign) cursor = skipBlanks(template, cursor + 1);
    const ending = sign === "{" ? `}${close}` : sign === "=" ? `=${close}` : close;
    const end = template.indexOf(ending, cursor);
    if (cursor >= template.length || end < 0)
      throw new TemplateFault(`${placeOf(template, begin)}: ${open} is opened and never closed by ${ending}`);
    const name = template.slice(cursor, end).trimEnd();
    at = end + ending.length;
    hasTag = true;
    switch (sign) {
      case "!":
        break;
      case "=": {
        const given = name.split(/\s+/);
        const [first, second] = given;
        if (!first || !second || given.length !== 2)
          throw new TemplateFault(`${placeOf(template, begin)}: new delimiters are two words`);
        [open, close] = [first, second];
        break;
      }
      case ">":
        partials.push(name);
        break;
      case "#":
      case "^": {
        if (sections.length >= sectionDepthMax)
          throw new TemplateFault(`Sections are nested deeper than ${sectionDepthMax}`);
        const section = { kind: "section" as const, path: name, inverted: sign === "^", inside: [] };
        nodes.push(section);
        sections.push({ section, outside: nodes });
        nodes = section.inside;
        break;
      }
      case "/": {
        const mark = sections.pop();
        if (!mark) throw new TemplateFault(`${placeOf(template, begin)}: section "${name}" was never opened`);
        if (mark.section.path !== name)
          throw new TemplateFault(
            `${placeOf(template, begin)}: section "${mark.section.path}" is closed by "${name}"`,
          );
        nodes = mark.outside;
        break;
      }
      default:
        shows = true;
        nodes.push({ kind: "variable", path: name });
    }
  }
  endLine();
  const left = sections.at(-1);
  if (left) throw new TemplateFault(`Section "${left.section.path}" is never closed`);
  return { nodes, partials };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at;
}

const placeOf = (template: string, at: number): string => `Line ${template.slice(0, at).split("\n").length}`;

type Frame = { value: unknown; parent: Frame | null };

/** @throws TemplateFault above `charsMax` characters */
export function renderNodes(nodes: readonly Node[], values: unknown, charsMax: number): string {
  let out = "";
  const walk = (list: readonly Node[], frame: Frame): void => {
    for (const node of list) {
      if (node.kind === "text") out += node.text;
      else if (node.kind === "variable") out += textOf(lookUp(frame, node.path));
      else {
        const value = lookUp(frame, node.path);
        if (node.inverted) {
          if (!value || (Array.isArray(value) && value.length === 0)) walk(node.inside, frame);
        } else if (Array.isArray(value)) {
          for (const item of value) walk(node.inside, { value: item, parent: frame });
        } else if (value === true) walk(node.inside, frame);
        else if (value) walk(node.inside, { value, parent: frame });
      }
      if (out.length > charsMax) throw new TemplateFault(`It renders to more than ${charsMax} characters`);
    }
  };
  walk(nodes, { value: values, parent: null });
  return out;
}

/** As JavaScript writes it; what has parts comes as JSON. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function lookUp(frame: Frame, path: string): unknown {
  if (path === ".") return frame.value;
  const parts = path.indexOf(".") > 0 ? path.split(".") : [path];
  for (let at: Frame | null = frame; at; at = at.parent) {
    let value: unknown = at.value;
    let found = true;
    for (const [index, part] of parts.entries()) {
      found = owns(value, part, parts.length > 1 && index === parts.length - 1);
      if (!found) break;
      value = (value as Record<string, unknown>)[part];
    }
    if (found) return value;
  }
  return undefined;
}

/** The last step of a dotted path may ask a text for its length, as in mustache.js. */
function owns(value: unknown, name: string, last: boolean): boolean {
  if (value === null || value === undefined) return false;
  return (
    (typeof value === "object" || (last && typeof value === "string")) && Object.hasOwn(Object(value), name)
  );
}
