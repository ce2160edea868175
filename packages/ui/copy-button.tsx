"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, IconButton } from "./button.tsx";

type CopyButtonProps = {
  /** What goes to the clipboard. */
  value: string;
  /** Names what is copied: "Copy request id". */
  label?: string;
  size?: "sm" | "md";
  /** Shows the words beside the icon. */
  showLabel?: boolean;
  className?: string;
};

const SHOWN_MS = 1600;

export function CopyButton({
  value,
  label = "Copy",
  size = "sm",
  showLabel = false,
  className,
}: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const shared = {
    size,
    className,
    icon: copied ? <Check aria-hidden="true" className="text-ok-text" /> : <Copy aria-hidden="true" />,
    onClick: () => {
      navigator.clipboard?.writeText(value).then(
        () => setCopied(true),
        () => setCopied(false),
      );
    },
  };
  return (
    <>
      {showLabel ? (
        <Button {...shared}>{copied ? "Copied" : label}</Button>
      ) : (
        <IconButton {...shared} label={copied ? "Copied" : label} />
      )}
      <span role="status" className="sr-only">
        {copied ? "Copied to the clipboard" : ""}
      </span>
    </>
  );
}
