import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StepUp } from "@/app/(account)/step-up";
import { RuleList } from "@/app/(admin)/admin/rules/rule-list";
import { TryRules } from "@/app/(admin)/admin/rules/try-rules";
import { listAccessRules } from "@/lib/core/access-requests/rules/rules";
import { alwaysOk } from "@/lib/core/kernel/result";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";
import { createRule, removeRule, reorderRules, tryRules, turnRule, updateRule } from "./actions";

const acts = {
  create: createRule,
  update: updateRule,
  turn: turnRule,
  remove: removeRule,
  reorder: reorderRules,
  dryRun: tryRules,
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("accessRules"))("title") };
}

export default async function RulesPage() {
  const admin = await requireAdmin();
  const t = await getTranslations("accessRules");
  const { items: rules } = alwaysOk(await listAccessRules(await webContext(), admin, {}));
  return (
    <StepUp actor={admin}>
      <div className="mx-auto grid max-w-[820px] gap-8">
        <div className="grid gap-1">
          <h1>{t("title")}</h1>
          <p className="text-muted">{t("text")}</p>
        </div>
        <RuleList rules={rules} acts={acts} />
        <TryRules dryRun={tryRules} />
      </div>
    </StepUp>
  );
}
