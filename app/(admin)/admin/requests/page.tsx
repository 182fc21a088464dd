import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RequestQueue } from "@/components/admin/request-queue";
import { getAccessRequest } from "@/lib/core/admin/get-access-request";
import { listAccessRequests } from "@/lib/core/admin/list-access-requests";
import { listAccessRequestsSchema } from "@/lib/values/queue";
import { buyerModeLabels } from "@/lib/web/buyer-mode-labels";
import { webContext } from "@/lib/web/context";
import { requireReviewer } from "@/lib/web/current-user";
import { addNote, approve, loadRequests, reject, reopen, resend, revoke } from "./actions";

const actions = { addNote, approve, loadRequests, reject, reopen, resend, revoke };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RequestsPage({ searchParams }: Props) {
  const reviewer = await requireReviewer();
  const t = await getTranslations("admin");
  const { status = "pending", q, request } = await searchParams;
  const ctx = await webContext();
  // A filter that cannot be is no filter.
  const filter = listAccessRequestsSchema.safeParse({ ...(status === "all" ? {} : { status }), ...(q ? { q } : {}) });
  const [page, detail, modes] = await Promise.all([
    listAccessRequests(ctx, reviewer, filter.success ? filter.data : { limit: 50 }),
    typeof request === "string" ? getAccessRequest(ctx, reviewer, { id: request }) : null,
    buyerModeLabels(),
  ]);
  return (
    <div className="grid grid-cols-1 gap-5">
      <h1>{t("title")}</h1>
      <RequestQueue
        page={page}
        detail={detail?.ok ? detail.value : null}
        modeLabels={Object.fromEntries(modes.map(({ value, label }) => [value, label]))}
        actions={actions}
      />
    </div>
  );
}
