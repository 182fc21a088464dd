import { type ErrorResponse, Resend } from "resend";
import { MailRefused, mailHeaders, ProviderBusy, type Transport } from "./transport";

const retryAfterSecondsMax = 60 * 60;

export function resendTransport(apiKey: string, baseUrl: string | undefined, patience: number): Transport {
  const resend = new Resend(apiKey, baseUrl ? { baseUrl } : {});
  return {
    async send({ id, from, to, subject, html, text }, signal) {
      // fetch waits five minutes by default.
      const timeout = AbortSignal.timeout(patience);
      const { error, headers } = await resend.emails.send(
        { from, to, subject, html, text, headers: mailHeaders },
        // Resend delivers a repeated key once within 24 hours.
        { idempotencyKey: `mail/${id}`, signal: signal ? AbortSignal.any([signal, timeout]) : timeout },
      );
      // The key belongs to this email before its template or sender was changed.
      if (!error || error.name === "invalid_idempotent_request") return;
      throw toError(error, headers?.["retry-after"]);
    },
  };
}

function toError({ name, message, statusCode }: ErrorResponse, retryAfter: string | undefined): Error {
  const reason = `Resend: ${name}: ${message}`;
  if (name === "validation_error" && statusCode === 422) return new MailRefused(reason);
  const seconds = Number(retryAfter);
  if (statusCode === 429 && retryAfter !== undefined && Number.isFinite(seconds)) {
    return new ProviderBusy(reason, Math.min(Math.max(seconds, 1), retryAfterSecondsMax));
  }
  return new Error(reason);
}
