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

/** One of several fields that need another look, in the order in which they stand. */
export interface Problem {
  field: string;
  label: string;
  message: string;
  isFixed: boolean;
  focus: () => void;
}

interface Options<Values extends FieldValues, Value> {
  /** The very schema that the action and the API parse with. It comes with the first touch of the page, or when it is needed. */
  schema: () => Promise<z.ZodType<unknown, Values>>;
  defaultValues: DefaultValues<Values>;
  action: (values: Values) => Promise<Outcome<Value>>;
  onSuccess: (value: Value, values: Values) => void | Promise<void>;
  /** Takes over a refusal; return true when it needs no further showing. */
  onRefusal?: (error: Refusal, values: Values) => boolean | Promise<boolean>;
}

/**
 * react-hook-form over a server action: the same rules on both sides, sentences by rule name, refusals on the fields
 * they belong to, and nothing typed is lost when the network is.
 */
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
    // Without the rules the server says what is wrong; it judges in any case.
    if (!parse) return { values, errors: {} };
    const parsed = await parse(values, context, resolverOptions);
    // Schemas name the rule that was broken; the sentence is the reader's language's.
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
    /** For `<form method="post" onSubmit>`: a form sent before the script has loaded must not put values in the URL. */
    onSubmit: (event: FormEvent<HTMLFormElement>) => {
      void send(event);
    },
    /** What a field component needs: registration and its sentence. */
    field: (name: Path<Values>) => {
      const { onBlur, ref, ...registered } = form.register(name);
      const given: unknown = (defaultValues as Record<string, unknown>)[name];
      return {
        ...registered,
        // In the page as it is sent: a value that came with the script would land in the middle of somebody's typing.
        ...(typeof given === "string" ? { defaultValue: given } : {}),
        ref: (element: Labelled | null) => {
          const typed = takeTyped(element);
          ref(element);
          // What was typed, or filled in by the browser, before the script had loaded outlives the registration.
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

/** The form's rules as react-hook-form asks for them; null while they cannot be had. */
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

/** The text that a field holds when it is first met, if it is another than the page was sent with. */
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
