import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ApiKeys } from "@/app/(account)/account/api-keys/api-keys";
import { listApiKeys } from "@/lib/core/api-keys/api-keys";
import { alwaysOk } from "@/lib/core/kernel/result";
import { listProjects } from "@/lib/core/projects/projects";
import { webContext } from "@/lib/web/context";
import { requireUser } from "@/lib/web/current-user";
import { StepUp } from "../../step-up";
import { newKey, revokeAllKeys, revokeKey, rotateKey } from "./actions";

const projectsMax = 100;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("apiKeys"))("title") };
}

export default async function ApiKeysPage() {
  const actor = await requireUser();
  const ctx = await webContext();
  const t = await getTranslations("apiKeys");
  const [keys, projects] = await Promise.all([
    listApiKeys(ctx, actor, {}),
    listProjects(ctx, actor, { page: 1, perPage: projectsMax }),
  ]);
  return (
    <StepUp actor={actor}>
      <div className="mx-auto grid max-w-[720px] gap-6">
        <div className="grid gap-1">
          <h1>{t("title")}</h1>
          <p className="text-muted">{t("text")}</p>
        </div>
        <ApiKeys
          keys={alwaysOk(keys).apiKeys}
          projects={alwaysOk(projects).items.filter(({ archivedAt }) => archivedAt === null)}
          actions={{ create: newKey, rotate: rotateKey, revoke: revokeKey, revokeAll: revokeAllKeys }}
        />
      </div>
    </StepUp>
  );
}
