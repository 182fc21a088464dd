"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { ApiKeyLine } from "@/components/shared/api-key-line";
import { useStepUp } from "@/components/shared/step-up";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { ApiKey, NewApiKey as MadeKey } from "@/lib/core/api-keys/api-keys";
import type { Project } from "@/lib/core/projects/projects";
import { ApiKeyQuestion, type Question } from "./api-key-question";
import { ApiKeyShown } from "./api-key-shown";
import { NewApiKey } from "./new-api-key";

interface Props {
  keys: ApiKey[];
  projects: Project[];
  actions: {
    create: (input: {
      name: string;
      projectIds: string[];
      expiry: "never" | "30" | "90" | "365";
    }) => Promise<Outcome<MadeKey>>;
    rotate: (input: { id: string; overlapHours: number }) => Promise<Outcome<MadeKey>>;
    revoke: (input: { id: string }) => Promise<Outcome<unknown>>;
    revokeAll: (input: Record<string, never>) => Promise<Outcome<unknown>>;
  };
}

export function ApiKeys({ keys, projects, actions }: Props) {
  const t = useTranslations("apiKeys");
  const router = useRouter();
  const withProof = useStepUp();
  const [shown, setShown] = useState<MadeKey | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  const show = (made: MadeKey) => {
    setShown(made);
    router.refresh();
  };
  const answer = (asked: Question, overlapHours: number) => {
    setQuestion(null);
    startTransition(async () => {
      if (asked.kind === "rotate") {
        const rotated = await withProof(() => actions.rotate({ id: asked.item.id, overlapHours }));
        setError(rotated.ok ? null : rotated.error);
        if (rotated.ok) show(rotated.value);
        return;
      }
      const ended = await withProof<unknown>(() =>
        asked.kind === "revoke" ? actions.revoke({ id: asked.item.id }) : actions.revokeAll({}),
      );
      setError(ended.ok ? null : ended.error);
      if (ended.ok) toast(t(asked.kind === "revoke" ? "revoked" : "allRevoked"));
      router.refresh();
    });
  };
  const isAnyLive = keys.some(({ state }) => state === "live" || state === "rotated");
  return (
    <>
      {shown ? <ApiKeyShown made={shown} onDone={() => setShown(null)} /> : null}
      {error ? <FormError error={error} /> : null}
      {keys.length === 0 ? (
        <p className="rounded border bg-surface p-5 text-muted">{t("none")}</p>
      ) : (
        <ul className="rounded border bg-surface" aria-busy={isPending}>
          {keys.map((item) => (
            <ApiKeyLine
              key={item.id}
              item={item}
              onRotate={() => setQuestion({ kind: "rotate", item })}
              onRevoke={() => setQuestion({ kind: "revoke", item })}
            />
          ))}
        </ul>
      )}
      {isAnyLive ? (
        <div>
          <Button size="sm" disabled={isPending} onClick={() => setQuestion({ kind: "revokeAll" })}>
            {t("revokeAll")}
          </Button>
        </div>
      ) : null}
      {projects.length === 0 ? (
        <p className="text-muted">
          {t("noProjects")}{" "}
          <Link href="/account/projects" className="link">
            {t("toProjects")}
          </Link>
        </p>
      ) : (
        <NewApiKey projects={projects} create={actions.create} onMade={show} />
      )}
      <ApiKeyQuestion question={question} onClose={() => setQuestion(null)} onAnswer={answer} />
    </>
  );
}
