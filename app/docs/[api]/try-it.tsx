"use client";

import { useTranslations } from "next-intl";
import { useId, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { TextAreaField, TextField } from "@/components/ui/fields";

interface Props {
  method: string;
  path: string;
  access: "public" | "cookies" | "bearer";
  body: string | null;
}

/** Sends a real request to this server. */
export function TryIt({ method, path, access, body }: Props) {
  const t = useTranslations("docs.try");
  const [isOpen, setOpen] = useState(false);
  const [answer, setAnswer] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const answerId = useId();
  if (!isOpen) {
    return (
      <div>
        <Button size="sm" onClick={() => setOpen(true)}>
          {t("open")}
        </Button>
      </div>
    );
  }
  const send = (form: FormData) =>
    startTransition(async () => {
      setAnswer(
        await ask({ method, path: text(form, "path"), access, token: text(form, "token"), body: bodyOf(form) }),
      );
    });
  return (
    <form
      className="grid max-w-[640px] grid-cols-1 gap-4 rounded border bg-surface p-4"
      onSubmit={(event) => {
        event.preventDefault();
        send(new FormData(event.currentTarget));
      }}
    >
      <p className="text-muted text-sm">{t(access === "cookies" ? "cookies" : "real")}</p>
      <TextField label={t("path")} name="path" defaultValue={path} className="font-mono" autoFocus />
      {access === "bearer" ? (
        <TextField label={t("token")} name="token" className="font-mono" autoComplete="off" />
      ) : null}
      {body === null ? null : (
        <TextAreaField
          label={t("body")}
          name="body"
          defaultValue={body}
          rows={Math.min(12, body.split("\n").length + 1)}
          className="font-mono"
        />
      )}
      <div>
        <Button type="submit" size="sm" variant="primary" pending={isPending}>
          {t("send", { method })}
        </Button>
      </div>
      <output id={answerId} aria-live="polite" className="block">
        {answer === null ? null : (
          <pre className="wrap-anywhere whitespace-pre-wrap rounded border bg-background p-3 font-mono text-sm">
            {answer}
          </pre>
        )}
      </output>
    </form>
  );
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}

function bodyOf(form: FormData): string | null {
  return form.has("body") ? text(form, "body") : null;
}

interface Asked {
  method: string;
  path: string;
  access: Props["access"];
  token: string;
  body: string | null;
}

async function ask({ method, path, access, token, body }: Asked): Promise<string> {
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...(body === null ? {} : { "Content-Type": "application/json" }),
        ...(access === "cookies" ? { "X-Pacspace-CSRF": "1" } : {}),
        ...(token === "" ? {} : { Authorization: `Bearer ${token}` }),
      },
      ...(body === null ? {} : { body }),
    });
    const answered = await response.text();
    return `${response.status} ${response.statusText}\n\n${pretty(answered)}`;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

function pretty(answered: string): string {
  try {
    return JSON.stringify(JSON.parse(answered), null, 2);
  } catch {
    return answered;
  }
}
