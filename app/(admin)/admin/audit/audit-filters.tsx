"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useSyncExternalStore, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/fields";
import { auditActors, auditFilterNames } from "@/lib/values/audit";

export type AuditQuery = Partial<Record<(typeof auditFilterNames)[number], string>>;

interface Props {
  query: AuditQuery;
  groups: { group: string; label: string; actions: { action: string; label: string }[] }[];
  targetTypes: { type: string; label: string }[];
}

const path = "/admin/audit";
const never = () => () => undefined;

export function AuditFilters({ query, groups, targetTypes }: Props) {
  const t = useTranslations("audit.filters");
  const actors = useTranslations("audit.actors");
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  // Only the browser knows the reader's time zone.
  const isHere = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const count = Object.keys(query).length;
  const show = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const chosen = new URLSearchParams();
    for (const name of auditFilterNames) {
      const value = String(typed.get(name) ?? "").trim();
      if (value !== "") chosen.set(name, name === "from" || name === "to" ? new Date(value).toISOString() : value);
    }
    startTransition(() => router.push(chosen.size > 0 ? `${path}?${chosen}` : path));
  };
  return (
    <details open={count > 0} className="rounded border bg-surface">
      <summary className="min-h-11 px-5 py-2.5 font-medium">
        {t("title")}
        {count > 0 ? <span className="ml-2 font-normal text-muted text-sm">{t("count", { count })}</span> : null}
      </summary>
      <search>
        <form
          key={`${JSON.stringify(query)} ${isHere}`}
          onSubmit={show}
          className="grid items-start gap-4 border-t p-5 sm:grid-cols-2 lg:grid-cols-4"
        >
          <TextField name="person" label={t("person")} hint={t("personHint")} defaultValue={query.person} />
          <SelectField name="actor" label={t("actor")} defaultValue={query.actor ?? ""}>
            <option value="">{t("anyone")}</option>
            {auditActors.map((actor) => (
              <option key={actor} value={actor}>
                {actors(actor)}
              </option>
            ))}
          </SelectField>
          <SelectField name="action" label={t("action")} defaultValue={query.action ?? ""}>
            <option value="">{t("anything")}</option>
            {groups.map(({ group, label, actions }) => (
              <optgroup key={group} label={label}>
                <option value={group}>{t("group", { group: label })}</option>
                {actions.map((one) => (
                  <option key={one.action} value={one.action}>
                    {one.label}
                  </option>
                ))}
              </optgroup>
            ))}
          </SelectField>
          <TextField name="ip" label={t("ip")} defaultValue={query.ip} inputMode="decimal" />
          <TextField name="target" label={t("target")} hint={t("targetHint")} defaultValue={query.target} />
          <SelectField name="targetType" label={t("targetType")} defaultValue={query.targetType ?? ""}>
            <option value="">{t("anyType")}</option>
            {targetTypes.map(({ type, label }) => (
              <option key={type} value={type}>
                {label}
              </option>
            ))}
          </SelectField>
          <TextField {...moment("from", t("from"), isHere ? query.from : undefined)} />
          <TextField {...moment("to", t("to"), isHere ? query.to : undefined)} />
          <div className="flex flex-wrap gap-2 sm:col-span-2 lg:col-span-4">
            <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("showing")}>
              {t("show")}
            </Button>
            {count > 0 ? <Button onClick={() => startTransition(() => router.push(path))}>{t("clear")}</Button> : null}
          </div>
        </form>
      </search>
    </details>
  );
}

function moment(name: "from" | "to", label: string, value: string | undefined) {
  return { name, label, type: "datetime-local", step: 1, defaultValue: localTime(value) };
}

/** Formats as `datetime-local` wants it: 2026-11-21T10:31:05 in the reader's zone. */
function localTime(moment: string | undefined): string {
  if (moment === undefined) return "";
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
