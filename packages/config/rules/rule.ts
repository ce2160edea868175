import type { Comment, ParseResult, VisitorObject } from "oxc-parser";

/** A source file as the rules see it. `comments` serve the exceptions, `module` the imports. */
export type Source = {
  path: string;
  text: string;
  comments: Comment[];
  module: ParseResult["module"];
};

/** What a rule found: an offset into the text, and words if the rule's own are not enough. */
export type Finding = { offset: number; text?: string };

export type ReportAt = (offset: number, text?: string) => void;

/**
 * One rule of the house. `visitor` gets the file and a function to report with, and returns what to look at while
 * the syntax tree is walked; all rules share one walk.
 */
export type Rule = {
  name: string;
  /** What is wrong and what to do instead, one sentence. */
  message: string;
  appliesTo(path: string): boolean;
  visitor(source: Source, report: ReportAt): VisitorObject;
};
