import type { Comment, ParseResult, VisitorObject } from "oxc-parser";

/** A source file as the rules see it. `comments` serve the exceptions, `module` the imports. */
export type Source = {
  path: string;
  text: string;
  comments: Comment[];
  module: ParseResult["module"];
};

/** Where a rule objects: an offset into the text, and words if the rule's own are not enough. */
export type Objection = { offset: number; text?: string };

export type ObjectAt = (offset: number, text?: string) => void;

/**
 * One rule of the house. `visitor` gets the file and a function to object with, and returns what to look at while
 * the syntax tree is walked; all rules share one walk.
 */
export type Rule = {
  name: string;
  /** What is wrong and what to do instead, one sentence. */
  message: string;
  appliesTo(path: string): boolean;
  visitor(source: Source, object: ObjectAt): VisitorObject;
};
