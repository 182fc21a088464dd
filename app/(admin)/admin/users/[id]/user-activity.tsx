import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { type DeviceView, deviceName } from "@/components/shared/device";
import { PageLinks } from "@/components/shared/page-links";
import { RelativeTime } from "@/components/ui/relative-time";
import type { UserActivity as Entry } from "@/lib/core/audit/list-activity";

interface Props {
  userId: string;
  page: { items: (Omit<Entry, "userAgent"> & { device: DeviceView | null })[]; nextCursor: string | null };
  isFirst: boolean;
}

export async function UserActivity({ userId, page, isFirst }: Props) {
  const t = await getTranslations("users.activityList");
  const acts = await getTranslations("activity");
  const words = await getTranslations("account.security");
  if (page.items.length === 0) return <p className="px-5 py-4 text-muted">{t("none")}</p>;
  return (
    <>
      <ul>
        {page.items.map((item) => (
          <li key={item.id} className="border-t px-5 py-3 first:border-t-0">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-medium">{acts(`actions.${item.action}`)}</span>
              <span className="text-muted text-sm">
                <RelativeTime date={item.at} />
              </span>
            </p>
            <p className="wrap-anywhere text-muted text-sm">
              {item.actor || acts("by.unknown")}
              {item.device === null ? "" : ` · ${deviceName(item.device, words)}`}
              {item.ip === "" ? "" : ` · ${item.ip}`}
            </p>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center justify-between gap-3 border-t px-5 py-4">
        <Link href={`/admin/audit?target=${userId}`} className="link text-sm">
          {t("audit")}
        </Link>
        <PageLinks
          isAtEnd
          path={`/admin/users/${userId}`}
          filter={{}}
          isFirst={isFirst}
          nextCursor={page.nextCursor}
          words={{ first: acts("newest"), next: acts("older") }}
        />
      </div>
    </>
  );
}
