"use client";

import { useTranslations } from "next-intl";
import { type FocusEvent, type FormEvent, useEffect, useEffectEvent, useState } from "react";
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type PathValue,
  type Resolver,
  useForm,
} from "react-hook-form";
import type { z } from "zod";
import { onFirstTouch } from "@/components/ui/first-touch";
import type { Outcome, Refusal } from "./outcome";
import { useCall } from "./use-call";
import { useRelease } from "./use-release";

/** Listed in field order. */
export interface Problem {
  field: string;
  label: string;
  message: string;
  isFixed: boolean;
  focus: () => void;
}

interface Options<Values extends FieldValues, Value> {
  /** Schema of the action and the API, loaded on first touch or use. */
  schema: () => Promise<z.ZodType<unknown, Values>>;
  defaultValues: DefaultValues<Values>;
  action: (values: Values) => Promise<Outcome<Value>>;
  onSuccess: (value: Value, values: Values) => void | Promise<void>;
  /** Return true if the error is handled. */
  onRefusal?: (error: Refusal, values: Values) => boolean | Promise<boolean>;
}

/** Validates with the action's schema and keeps input on network errors. */
export function useActionForm<Values extends FieldValues, Value>(options: Options<Values, Value>) {
  const { schema, action, onSuccess, onRefusal, defaultValues } = options;
  const rules = useTranslations("rules");
  const call = useCall();
  const released = useRelease();
  const [formError, setFormError] = useState<Refusal | null>(null);
  const [found, setFound] = useState<Pick<Problem, "field" | "label" | "message">[]>([]);
  const toSentence = (rule: string) => (rules.has(rule as never) ? rules(rule as never) : rules("invalid"));
  const resolver: Resolver<Values, unknown, Values> = async (values, context, resolverOptions) => {
    const parse = await loadRules(schema);
    // Leaves validation to the server if the schema can't load.
    if (!parse) return { values, errors: {} };
    const parsed = await parse(values, context, resolverOptions);
    // Maps the schema's rule names to localized messages.
    for (const error of Object.values(parsed.errors)) {
      if (error && typeof error.message === "string") error.message = toSentence(error.message);
    }
    return parsed;
  };
  const loadAhead = useEffectEvent(() => void loadRules(schema));
  useEffect(() => onFirstTouch(loadAhead), []);
  const form = useForm<Values, unknown, Values>({ resolver, defaultValues, mode: "onTouched", shouldFocusError: true });

  const send = form.handleSubmit(async (values) => {
    setFormError(null);
    setFound([]);
    const result = await call(() => action(values));
    if (result.ok) return onSuccess(result.value, values);
    const { error } = result;
    if (await onRefusal?.(error, values)) return;
    showOnFields(error);
    setFormError(error);
  }, summarise);

  function showOnFields(error: Refusal): void {
    const known = Object.entries(error.fieldErrors ?? {}).filter(([field]) => field in form.getValues());
    known.forEach(([field, sentences], index) => {
      form.setError(field as Path<Values>, { message: sentences.join(" ") }, { shouldFocus: index === 0 });
    });
    summarise();
  }

  function summarise(): void {
    const wrong = Object.keys(form.getValues()).flatMap((field) => {
      const error = form.getFieldState(field as Path<Values>).error;
      return error ? [{ field, element: error.ref as unknown, message: error.message ?? "" }] : [];
    });
    const standing = wrong.flatMap(({ element, ...rest }) => (isLabelled(element) ? [{ ...rest, element }] : []));
    standing.sort((a, b) => (a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    const isWorthIt = standing.length > 1 && standing.length === wrong.length;
    setFound(
      isWorthIt
        ? standing.map(({ element, ...rest }) => ({ ...rest, label: element.labels?.[0]?.textContent ?? "" }))
        : [],
    );
  }

  const problems: Problem[] = found.map((problem) => ({
    ...problem,
    isFixed: form.getFieldState(problem.field as Path<Values>, form.formState).error === undefined,
    focus: () => form.setFocus(problem.field as Path<Values>),
  }));

  return {
    form,
    formError,
    setFormError,
    problems,
    isPending: form.formState.isSubmitting,
    /** Needs `method="post"`, so that a submit before the script loads puts no values in the URL. */
    onSubmit: (event: FormEvent<HTMLFormElement>) => {
      void send(event);
    },
    field: (name: Path<Values>) => {
      const { onBlur, ref, ...registered } = form.register(name);
      const given: unknown = (defaultValues as Record<string, unknown>)[name];
      return {
        ...registered,
        // Renders the value on the server, because a later one would overwrite typing.
        ...(typeof given === "string" ? { defaultValue: given } : {}),
        ref: (element: Labelled | null) => {
          const typed = takeTyped(element);
          ref(element);
          // Keeps text typed or autofilled before the script loaded.
          if (typed !== null && typed !== element?.value) form.setValue(name, typed as PathValue<Values, Path<Values>>);
        },
        onBlur: (event: FocusEvent) => {
          void released().then(() => onBlur(event));
        },
        error: form.getFieldState(name, form.formState).error?.message,
      };
    },
  };
}

/** Returns null if the schema can't load. */
async function loadRules<Values extends FieldValues>(
  schema: Options<Values, unknown>["schema"],
): Promise<Resolver<Values, unknown, Values> | null> {
  try {
    const [{ zodResolver }, rules] = await Promise.all([import("@hookform/resolvers/zod"), schema()]);
    return zodResolver(rules, undefined, { raw: true }) as Resolver<Values, unknown, Values>;
  } catch {
    return null;
  }
}

const seen = new WeakSet<Element>();

/** Returns the field's text if it differs from what the server rendered. */
function takeTyped(element: Labelled | null): string | null {
  if (element === null || seen.has(element)) return null;
  seen.add(element);
  const isText = /^(text|email|password|tel|url|textarea)$/.test(element.type);
  return isText && "defaultValue" in element && element.value !== element.defaultValue ? element.value : null;
}

type Labelled = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function isLabelled(element: unknown): element is Labelled {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLSelectElement ||
    element instanceof HTMLTextAreaElement
  );
}
