import { cva } from "class-variance-authority";

/** For modules that can't load button.tsx. */
export const buttonLooks = cva(
  "inline-flex select-none items-center justify-center gap-2 whitespace-nowrap rounded border font-medium transition-colors duration-150 disabled:opacity-55 aria-disabled:cursor-default aria-disabled:opacity-55",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-accent text-accent-contrast hover:bg-accent-hover",
        secondary: "border-line-strong/60 bg-surface text-text hover:bg-background",
        ghost: "border-transparent text-text hover:bg-line/60",
        danger: "border-transparent bg-danger text-danger-contrast hover:opacity-90",
      },
      size: { sm: "h-8 px-3 text-sm pointer-coarse:h-11", md: "h-10 px-4 pointer-coarse:h-11" },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);
