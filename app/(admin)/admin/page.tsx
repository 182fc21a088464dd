import { redirect } from "next/navigation";
import { requireAdmin } from "@/lib/web/current-user";

/** The console opens on what waits. */
export default async function AdminPage() {
  await requireAdmin();
  redirect("/admin/requests");
}
