import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, type SearchParams } from "nuqs/server";
import { StepUp } from "@/app/(account)/step-up";
import { Queue } from "@/app/(admin)/admin/requests/_queue/queue";
import { queueParams, toQueueFilter } from "@/app/(admin)/admin/requests/_queue/queue-params";
import { StrandedNotice } from "@/components/shared/stranded-notice";
import { listReviewers } from "@/lib/core/access-requests/approvers";
import { countStranded } from "@/lib/core/access-requests/bulk";
import { getAccessRequest, joinRolesIn } from "@/lib/core/access-requests/detail";
import { listAccessRequests } from "@/lib/core/access-requests/queue";
import { listReplyTemplates } from "@/lib/core/access-requests/replies";
import { alwaysOk } from "@/lib/core/kernel/result";
import { getSettings } from "@/lib/core/settings/get-settings";
import { listAccessRequestsSchema } from "@/lib/values/queue";
import { isId } from "@/lib/values/tokens";
import { buyerModeLabels } from "@/lib/web/buyer-mode-labels";
import { webContext } from "@/lib/web/context";
import { requireReviewer } from "@/lib/web/current-user";
import { approveWaiting } from "../settings/actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("queue"))("title") };
}

const loadParams = createLoader(queueParams);

export default async function RequestsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const reviewer = await requireReviewer();
  const t = await getTranslations("queue");
  const ctx = await webContext();
  const { request } = await searchParams;
  const filter = toQueueFilter(await loadParams(searchParams));
  const [page, detail, modes, people, templates, settings, stranded] = await Promise.all([
    listAccessRequests(ctx, reviewer, listAccessRequestsSchema.parse(filter)).then(alwaysOk),
    typeof request === "string" && isId(request) ? getAccessRequest(ctx, reviewer, { id: request }) : null,
    buyerModeLabels(),
    listReviewers(ctx, reviewer, {}).then(alwaysOk),
    listReplyTemplates(ctx, reviewer, {}).then(alwaysOk),
    getSettings(ctx),
    countStranded(ctx, reviewer),
  ]);
  const { id, name, isAdmin } = reviewer.user;
  const tenants = detail?.ok ? detail.value.tenantsOfDomain : [];
  return (
    <StepUp actor={reviewer}>
      <div className="grid grid-cols-1 gap-5">
        <h1>{t("title")}</h1>
        {stranded && reviewer.user.isAdmin ? <StrandedNotice count={stranded} approve={approveWaiting} /> : null}
        <Queue
          page={page}
          filter={filter}
          detail={detail?.ok ? detail.value : null}
          askedId={typeof request === "string" ? request : null}
          me={{ id, name, isAdmin }}
          people={people.reviewers}
          templates={templates.items}
          mails={{ questions: settings.mailsQuestions, rejections: settings.mailsRejections }}
          modeLabels={Object.fromEntries(modes.map(({ value, label }) => [value, label]))}
          requestUrl={`${ctx.config.appUrl}/request-access`}
          joinRolesOf={Object.fromEntries(tenants.map(({ id }) => [id, joinRolesIn(reviewer, id)]))}
        />
      </div>
    </StepUp>
  );
}
