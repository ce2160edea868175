import { Fragment } from "react";

const variable = /(<(?:\*|[a-z]+)>)/;

/** A message with its variables marked by their type. */
export function TemplateText({ text }: { text: string }) {
  return (
    <span className="font-mono text-log break-words">
      {text.split(variable).map((part, index) => (
        <Fragment key={index}>
          {index % 2 === 1 ? (
            <span className="rounded-[2px] bg-accent-tint px-0.5 text-accent">
              {part === "<*>" ? "any" : part.slice(1, -1)}
            </span>
          ) : (
            part
          )}
        </Fragment>
      ))}
    </span>
  );
}
