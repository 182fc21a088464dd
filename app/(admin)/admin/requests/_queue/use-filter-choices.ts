"use client";

import { useTranslations } from "next-intl";
import {
  accessRequestStatusSchema,
  domainKindSchema,
  requestSourceSchema,
  tokenFilterSchema,
} from "@/lib/values/queue";
import { useQueueFrame } from "./queue-frame";
import type { FilterName } from "./queue-params";

export interface FilterChoice {
  name: Exclude<FilterName, "from" | "to">;
  options: { value: string; label: string }[];
}

export function useFilterChoices(): FilterChoice[] {
  const t = useTranslations("queue");
  const { modeLabels, people, me } = useQueueFrame();
  const others = people.filter(({ id }) => id !== me.id).map(({ id, name }) => ({ value: id, label: name }));
  return [
    {
      name: "status",
      options: accessRequestStatusSchema.options.map((value) => ({ value, label: t(`status.${value}`) })),
    },
    { name: "buyerMode", options: Object.entries(modeLabels).map(([value, label]) => ({ value, label })) },
    {
      name: "domainKind",
      options: domainKindSchema.options.map((value) => ({ value, label: t(`filter.domainKind.${value}`) })),
    },
    {
      name: "verified",
      options: (["yes", "no"] as const).map((value) => ({ value, label: t(`filter.verified.${value}`) })),
    },
    {
      name: "source",
      options: requestSourceSchema.options.map((value) => ({ value, label: t(`filter.source.${value}`) })),
    },
    {
      name: "tokenState",
      options: tokenFilterSchema.options.map((value) => ({ value, label: t(`filter.tokenState.${value}`) })),
    },
    {
      name: "assignee",
      options: [{ value: "me", label: t("filter.me") }, { value: "none", label: t("filter.nobody") }, ...others],
    },
    {
      name: "decidedBy",
      options: [{ value: "me", label: t("filter.me") }, { value: "rule", label: t("filter.rule") }, ...others],
    },
  ];
}
