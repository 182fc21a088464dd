"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { onSignedOut } from "@/components/forms/use-call";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

const channelName = "foyer-session";
const lockName = "foyer-refresh";
/** Renews this long before expiry. */
const aheadMilliseconds = 2 * 60 * 1000;
const retryMilliseconds = 15_000;

type Message = { kind: "renewed"; expiresAt: number } | { kind: "signed_out" };

/** Device clock minus server clock, in milliseconds. */
let clockAhead = 0;

function setServerClock(now: number): void {
  clockAhead = Date.now() - now;
}

function serverNow(): number {
  return Date.now() - clockAhead;
}

export function announceSignOut(): void {
  new BroadcastChannel(channelName).postMessage({ kind: "signed_out" } satisfies Message);
}

/**
 * Renews the session once for all tabs, also after sleep or offline. Takes server times in epoch milliseconds and uses
 * only their difference, because the device clock may be wrong.
 */
export function SessionKeeper({ expiresAt, servedAt }: { expiresAt: number; servedAt: number }) {
  const t = useTranslations("shell.signedOut");
  const path = usePathname();
  const [end, setEnd] = useState(expiresAt);
  const [isOver, setOver] = useState(false);

  useEffect(() => setServerClock(servedAt), [servedAt]);

  // Shows the message if an action fails because the session ended elsewhere.
  useEffect(() => onSignedOut(() => setOver(true)), []);

  useEffect(() => {
    const channel = new BroadcastChannel(channelName);
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.kind === "signed_out") setOver(true);
      else setEnd((known) => Math.max(known, data.expiresAt));
    };
    return () => channel.close();
  }, []);

  useEffect(() => {
    if (isOver) return;
    let timer: ReturnType<typeof setTimeout>;
    const renew = async () => {
      const outcome = await renewOnce(end);
      if (outcome.kind === "over") setOver(true);
      else if (outcome.kind === "renewed") setEnd(outcome.expiresAt);
      else timer = setTimeout(renew, retryMilliseconds);
    };
    const renewIfDue = () => {
      if (document.visibilityState === "visible" && serverNow() > end - aheadMilliseconds) void renew();
    };
    timer = setTimeout(renew, Math.max(0, end - aheadMilliseconds - serverNow()));
    document.addEventListener("visibilitychange", renewIfDue);
    window.addEventListener("online", renewIfDue);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", renewIfDue);
      window.removeEventListener("online", renewIfDue);
    };
  }, [end, isOver]);

  return (
    <Dialog open={isOver} title={t("title")} description={t("text")}>
      <Button asChild variant="primary">
        <Link href={`/login?reason=session_ended&next=${encodeURIComponent(path)}`}>{t("signIn")}</Link>
      </Button>
    </Dialog>
  );
}

type Renewal = { kind: "renewed"; expiresAt: number } | { kind: "over" } | { kind: "unreachable" };

const known = { expiresAt: 0 };

/** Returns true if another tab renewed the session, so that a retry sends new cookies. */
async function wasRenewed(answer: Response): Promise<boolean> {
  const { error } = (await answer.json()) as { error: { code: string } };
  return error.code === "SESSION_RENEWED";
}

/** Reuses the renewal of a tab that had the lock first. */
async function renewOnce(seenEnd: number): Promise<Renewal> {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === "renewed") known.expiresAt = Math.max(known.expiresAt, data.expiresAt);
  };
  try {
    return await navigator.locks.request(lockName, async (): Promise<Renewal> => {
      if (known.expiresAt > seenEnd) return { kind: "renewed", expiresAt: known.expiresAt };
      const answer = await fetch("/dashboard/auth/refresh-token", {
        method: "POST",
        headers: { "X-Pacspace-CSRF": "1" },
      });
      if (answer.status === 401) return (await wasRenewed(answer)) ? { kind: "unreachable" } : { kind: "over" };
      if (!answer.ok) return { kind: "unreachable" };
      const answeredAt = Date.parse(answer.headers.get("Date") ?? "");
      if (Number.isFinite(answeredAt)) setServerClock(answeredAt);
      const { data } = (await answer.json()) as { data: { expiresAt: string } };
      const renewed = { kind: "renewed", expiresAt: Date.parse(data.expiresAt) } as const;
      channel.postMessage(renewed satisfies Message);
      return renewed;
    });
  } catch {
    // Offline: the timer tries again.
    return { kind: "unreachable" };
  } finally {
    channel.close();
  }
}
