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
/** The access token is renewed this long before it runs out. */
const aheadMilliseconds = 2 * 60 * 1000;
const retryMilliseconds = 15_000;

type Message = { kind: "renewed"; expiresAt: number } | { kind: "signed_out" };

/** How far this device's clock is ahead of the server's, in milliseconds. */
let clockAhead = 0;

function setServerClock(now: number): void {
  clockAhead = Date.now() - now;
}

function serverNow(): number {
  return Date.now() - clockAhead;
}

/** Tells this browser's other tabs that the session is over. */
export function announceSignOut(): void {
  new BroadcastChannel(channelName).postMessage({ kind: "signed_out" } satisfies Message);
}

/**
 * Renews the session ahead of time, once for all tabs: whoever gets the lock asks, the others hear the new end. Also
 * after sleep and when the network is back. When the session is gone, it says so and leads to the sign-in. Both moments
 * are the server's, in milliseconds since the epoch: this device's clock may be wrong, so only differences count.
 */
export function SessionKeeper({ expiresAt, servedAt }: { expiresAt: number; servedAt: number }) {
  const t = useTranslations("shell.signedOut");
  const path = usePathname();
  const [end, setEnd] = useState(expiresAt);
  const [isOver, setOver] = useState(false);

  useEffect(() => setServerClock(servedAt), [servedAt]);

  // The sentence belongs to whoever pressed a button just now, too, in a session that was ended elsewhere.
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

/** True when another tab has renewed the session meanwhile: the next try goes with the new cookies. */
async function wasRenewed(answer: Response): Promise<boolean> {
  const { error } = (await answer.json()) as { error: { code: string } };
  return error.code === "SESSION_RENEWED";
}

/** One refresh among all tabs; a tab that had to wait for the lock takes over what the one before it got. */
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
    // Offline; the timer tries again, and the server still holds the session.
    return { kind: "unreachable" };
  } finally {
    channel.close();
  }
}
