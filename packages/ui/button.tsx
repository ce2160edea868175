"use client";
import { cva, type VariantProps } from "class-variance-authority";
import type { ButtonHTMLAttributes, MouseEvent, ReactNode, Ref } from "react";
import { cn } from "./class-names.ts";
import { Link, type LinkProps } from "./link.tsx";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

const look = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-control font-medium transition-colors aria-disabled:cursor-not-allowed aria-disabled:opacity-60 disabled:cursor-not-allowed disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary:
          "bg-accent text-on-accent enabled:hover:not-aria-disabled:bg-accent-hover [a&]:hover:bg-accent-hover",
        secondary:
          "border border-line bg-bg text-ink-1 enabled:hover:not-aria-disabled:border-line-control enabled:hover:not-aria-disabled:bg-raised [a&]:hover:border-line-control [a&]:hover:bg-raised",
        ghost:
          "text-ink-2 enabled:hover:not-aria-disabled:bg-sunken enabled:hover:not-aria-disabled:text-ink-1 [a&]:hover:bg-sunken [a&]:hover:text-ink-1",
        danger: "bg-sev1 text-sev1-on enabled:hover:not-aria-disabled:opacity-90",
      },
      size: {
        sm: "h-6 px-2 text-dense pointer-coarse:h-9",
        md: "h-control px-3 text-body",
        lg: "h-10 px-4 text-form",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

type Look = VariantProps<typeof look>;

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  Look & {
    ref?: Ref<HTMLButtonElement>;
    icon?: ReactNode;
    /** Shows a spinner and ignores clicks; keeps its width and its focus. */
    loading?: boolean;
    /** Why the action is not possible now. The button stays focusable and says so. */
    disabledReason?: string | undefined;
  };

export function Button({
  variant,
  size,
  icon,
  loading = false,
  disabledReason,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const blocked = loading || disabledReason !== undefined;
  function handleClick(event: MouseEvent<HTMLButtonElement>) {
    if (blocked) event.preventDefault();
    else onClick?.(event);
  }
  const button = (
    <button
      {...rest}
      type={type}
      aria-disabled={blocked || rest["aria-disabled"] || undefined}
      aria-busy={loading || undefined}
      onClick={handleClick}
      className={cn(look({ variant, size }), className)}
    >
      {loading ? <Spinner /> : icon}
      {children}
    </button>
  );
  return disabledReason === undefined ? button : <Tooltip content={disabledReason}>{button}</Tooltip>;
}

export type ButtonLinkProps = LinkProps & Look & { icon?: ReactNode };

/** Goes somewhere but looks like a button. */
export function ButtonLink({ variant, size, icon, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} className={cn(look({ variant, size }), className)}>
      {icon}
      {children}
    </Link>
  );
}

export type IconButtonProps = Omit<ButtonProps, "children" | "icon"> & {
  /** Name for screen readers and the tooltip. */
  label: string;
  icon: ReactNode;
  /** Shown behind the label in the tooltip, e.g. the key that does the same. */
  hint?: ReactNode;
  tooltipSide?: "top" | "right" | "bottom" | "left";
};

/** A square button with an icon only. */
export function IconButton({
  label,
  icon,
  hint,
  variant = "ghost",
  size = "md",
  disabledReason,
  tooltipSide = "top",
  className,
  ...rest
}: IconButtonProps) {
  const square =
    size === "sm" ? "w-6 px-0 pointer-coarse:w-9" : size === "lg" ? "w-10 px-0" : "w-control px-0";
  return (
    <Tooltip
      side={tooltipSide}
      content={
        <span className="flex items-center gap-2">
          {disabledReason ?? label}
          {hint}
        </span>
      }
    >
      <Button
        {...rest}
        variant={variant}
        size={size}
        icon={icon}
        aria-label={label}
        aria-disabled={disabledReason !== undefined || undefined}
        onClick={disabledReason === undefined ? rest.onClick : undefined}
        className={cn(square, className)}
      />
    </Tooltip>
  );
}
