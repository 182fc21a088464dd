import type { Metadata } from "next";
import Form from "next/form";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { RelativeTime } from "@/components/ui/relative-time";
import { listUsers } from "@/lib/core/admin/list-users";
import { listUsersSchema } from "@/lib/values/forms";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Every account, found by address or name. */
export default async function UsersPage({ searchParams }: Props) {
  const admin = await requireAdmin();
  const { q, cursor } = await searchParams;
  const asked = listUsersSchema.safeParse({ ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) });
  const input = asked.success ? asked.data : listUsersSchema.parse({});
  const t = await getTranslations("users");
  const page = await listUsers(await webContext(), admin, input);
  const link = (query: Record<string, string>) => `/admin/users?${new URLSearchParams(query)}`;
  const filter: Record<string, string> = input.q ? { q: input.q } : {};
  return (
    <div className="grid gap-5">
      <div className="grid gap-1">
        <h1>{t("title")}</h1>
        <p className="text-muted">{t("text")}</p>
      </div>
      <search>
        <Form action="/admin/users" className="flex max-w-[560px] flex-wrap items-end gap-2">
          <div className="flex-1 basis-60">
            <TextField
              key={input.q}
              label={t("search")}
              hint={t("searchHint")}
              name="q"
              type="search"
              maxLength={200}
              defaultValue={input.q}
            />
          </div>
          <Button type="submit">{t("search")}</Button>
        </Form>
      </search>
      {page.items.length === 0 ? (
        <p className="rounded border bg-surface p-5 text-muted">{input.q ? t("empty", { q: input.q }) : t("none")}</p>
      ) : (
        <ul className="rounded border bg-surface">
          {page.items.map((user) => (
            <li key={user.id} className="relative border-t px-5 py-3 first:border-t-0 hover:bg-line/30">
              <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
                <p className="wrap-anywhere min-w-0 flex-1 basis-60">
                  <Link href={`/admin/users/${user.id}`} className="font-medium after:absolute after:inset-0">
                    {user.name}
                  </Link>
                  <span className="block text-muted text-sm">
                    {user.email} · {user.tenant} · {t("created")} <RelativeTime date={user.createdAt} />
                  </span>
                </p>
                <span className="flex flex-wrap gap-2">
                  {user.isAdmin ? <Badge tone="accent">{t("admin")}</Badge> : null}
                  {user.mfaEnabled ? <Badge tone="success">{t("mfaOn")}</Badge> : null}
                  {user.emailVerified ? null : <Badge tone="warning">{t("unverified")}</Badge>}
                  {user.deactivated ? <Badge tone="danger">{t("deactivated")}</Badge> : null}
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2 empty:hidden">
        {input.cursor ? (
          <Button asChild size="sm">
            <Link href={link(filter)}>{t("newest")}</Link>
          </Button>
        ) : null}
        {page.nextCursor ? (
          <Button asChild size="sm">
            <Link href={link({ ...filter, cursor: page.nextCursor })}>{t("more")}</Link>
          </Button>
        ) : null}
      </div>
    </div>
  );
}
