import { type ErrorResponse, Resend } from "resend";
import { MailRefused, mailHeaders, ProviderBusy, type Transport } from "./transport";

const retryAfterSecondsMax = 60 * 60;

/** Resend's API, or whatever speaks it at `baseUrl`. */
export function resendTransport(apiKey: string, baseUrl: string | undefined, patience: number): Transport {
  const resend = new Resend(apiKey, baseUrl ? { baseUrl } : {});
  return {
    async send({ id, from, to, subject, html, text }, signal) {
      // Left alone, fetch waits five minutes for an answer.
      const timeout = AbortSignal.timeout(patience);
      const { error, headers } = await resend.emails.send(
        { from, to, subject, html, text, headers: mailHeaders },
        // Sent again after a crash, the same key within 24 hours is delivered once.
        { idempotencyKey: `mail/${id}`, signal: signal ? AbortSignal.any([signal, timeout]) : timeout },
      );
      // The key was taken by a mail that read differently: this one, before its template or sender was changed.
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
