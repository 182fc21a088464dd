"use client";

import type { ComponentProps, ReactNode } from "react";
import { Field } from "./field";
import { Input, NativeSelect, PasswordInput, Textarea } from "./input";

interface Labelled {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  aside?: ReactNode;
}

/** Usage: `<TextField label="Name" {...field("name")} />`. */
export function TextField({ label, hint, error, aside, ...input }: Labelled & ComponentProps<"input">) {
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      <Input {...input} />
    </Field>
  );
}

export function PasswordField({ label, hint, error, aside, ...input }: Labelled & ComponentProps<"input">) {
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      <PasswordInput {...input} />
    </Field>
  );
}

export function TextAreaField({ label, hint, error, aside, ...input }: Labelled & ComponentProps<"textarea">) {
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      <Textarea {...input} />
    </Field>
  );
}

export function SelectField({ label, hint, error, aside, ...select }: Labelled & ComponentProps<"select">) {
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      <NativeSelect {...select} />
    </Field>
  );
}
