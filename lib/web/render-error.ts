import { getFormatter, getTranslations } from "next-intl/server";
import type { CoreContext } from "@/lib/core/kernel/context";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import type { CoreError } from "@/lib/core/kernel/result";
import { planNames } from "@/lib/values/plans";
import type { ActionResult } from "./action-result";

type Failed = Extract<ActionResult<never>, { ok: false }>;

export async function renderError(ctx: CoreContext, error: CoreError<ErrorCode>): Promise<Failed> {
  const [errors, rules, format] = await Promise.all([
    getTranslations("errors"),
    getTranslations("rules"),
    getFormatter(),
  ]);
  const toSentence = (rule: string) => (rules.has(rule as never) ? rules(rule as never) : rules("invalid"));
  const fieldErrors = error.fieldErrors
    ? Object.fromEntries(Object.entries(error.fieldErrors).map(([field, names]) => [field, names.map(toSentence)]))
    : undefined;
  const { decided, changed, retryAfterSeconds = 0, codesPaused, attemptsLeft, planLimit } = error;
  const ago = (at: Date | null) => {
    const now = ctx.clock.now();
    return format.relativeTime(at ?? now, now);
  };
  const message = decided
    ? errors("decided", { status: decided.status, by: decided.by ?? "nobody", ago: ago(decided.at) })
    : changed
      ? errors("changed", { by: changed.by || "applicant", ago: ago(changed.at) })
      : errors(codesPaused ? "codes_paused" : error.code, {
          seconds: retryAfterSeconds,
          hours: Math.ceil(retryAfterSeconds / 3600),
          attempts: attemptsLeft ?? 0,
          plan: planLimit ? planNames[planLimit.plan] : "",
          appName: ctx.config.appName,
          quota: planLimit?.quota ?? "",
          max: planLimit?.max ?? 0,
        });
  return {
    ok: false,
    error: {
      code: error.code,
      message,
      requestId: ctx.request.requestId,
      ...(fieldErrors ? { fieldErrors } : {}),
      ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      ...(attemptsLeft === undefined ? {} : { attemptsLeft }),
      ...(decided ? { decided } : {}),
      ...(changed ? { changed } : {}),
    },
  };
}

/** Shows only the request id. */
export async function renderInternal(ctx: CoreContext): Promise<Failed> {
  const errors = await getTranslations("errors");
  const { requestId } = ctx.request;
  return { ok: false, error: { code: "internal", message: errors("internal", { requestId }), requestId } };
}
