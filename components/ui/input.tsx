"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { cn } from "./class-names";
import { useFieldControl } from "./field";

const changeableLooks =
  "w-full rounded border border-line-strong bg-surface px-3 text-text transition-colors placeholder:text-muted aria-invalid:border-danger disabled:opacity-60";
export const controlLooks = `${changeableLooks} read-only:bg-background read-only:text-muted`;

export function Input({ className, ...props }: ComponentProps<"input">) {
  return (
    <input {...useFieldControl()} {...props} className={cn(controlLooks, "h-10 pointer-coarse:h-11", className)} />
  );
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea rows={4} {...useFieldControl()} {...props} className={cn(controlLooks, "py-2", className)} />;
}

/** Matches `:read-only` in CSS, though it's editable. */
export function NativeSelect({ className, children, ...props }: ComponentProps<"select">) {
  return (
    <select
      {...useFieldControl()}
      {...props}
      className={cn(changeableLooks, "h-10 pr-8 pointer-coarse:h-11", className)}
    >
      {children}
    </select>
  );
}

export function PasswordInput({ className, ...props }: ComponentProps<"input">) {
  const t = useTranslations("common");
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="relative">
      <Input
        {...props}
        type={isShown ? "text" : "password"}
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        className={cn("pr-11", className)}
      />
      <button
        type="button"
        className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded text-muted hover:text-text"
        aria-label={t("showPassword")}
        aria-pressed={isShown}
        onClick={() => setShown(!isShown)}
      >
        <Icon aria-hidden className="size-4" strokeWidth={1.5} />
      </button>
    </div>
  );
}
