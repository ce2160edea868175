"use client";
import type { ReactNode } from "react";
import Markdown, { type Components } from "react-markdown";

/** Pages on the web and pages of ours; anything else a link might do is only text. */
const safe = /^(https?:\/\/|\/(?!\/)|#)/i;

/**
 * What people wrote, and nothing that it could bring along: no raw HTML, no images (they would tell a stranger who
 * reads), and no links that are their own text.
 */
const components: Components = {
  a: ({ href, children }) => {
    if (!href || !safe.test(href) || textOf(children) === href) return <span>{children}</span>;
    return (
      <a
        href={href}
        rel="noopener noreferrer nofollow"
        {...(href.startsWith("/") || href.startsWith("#") ? {} : { target: "_blank" })}
        className="rounded-control text-accent underline decoration-line underline-offset-2 hover:decoration-accent"
      >
        {children}
      </a>
    );
  },
  // Headings of a page belong to the page: here they only look like some.
  h1: ({ children }) => <p className="mb-1 font-semibold text-ink-1 text-section">{children}</p>,
  h2: ({ children }) => <p className="mb-1 font-semibold text-form text-ink-1">{children}</p>,
  h3: ({ children }) => <p className="mb-1 font-semibold text-body text-ink-1">{children}</p>,
  p: ({ children }) => <p className="mb-2 text-body text-ink-2 text-pretty last:mb-0">{children}</p>,
  ul: ({ children }) => <ul className="mb-2 list-disc pl-5 text-body text-ink-2">{children}</ul>,
  ol: ({ children }) => <ol className="mb-2 list-decimal pl-5 text-body text-ink-2">{children}</ol>,
  blockquote: ({ children }) => (
    <blockquote className="mb-2 border-line border-l-2 pl-3 text-body text-ink-2">{children}</blockquote>
  ),
  code: ({ children }) => (
    <code className="rounded-control bg-sunken px-1 font-mono text-dense">{children}</code>
  ),
  pre: ({ children }) => (
    <pre className="mb-2 overflow-x-auto rounded-card bg-sunken p-2 font-mono text-dense [&_code]:p-0">
      {children}
    </pre>
  ),
};

function textOf(children: ReactNode): string {
  return Array.isArray(children)
    ? children.map(textOf).join("")
    : typeof children === "string"
      ? children
      : "";
}

const never = ["img", "table", "hr", "h4", "h5", "h6"];

export function PlainMarkdown({ text }: { text: string }) {
  return (
    <Markdown skipHtml disallowedElements={never} unwrapDisallowed components={components}>
      {text}
    </Markdown>
  );
}
