import { getTranslations } from "next-intl/server";
import { ProviderButton } from "@/components/shared/provider-button";
import type { SsoProvider } from "@/lib/values/sso";

/** Renders nothing if no provider is configured. */
export async function ProviderButtons({ providers, next }: { providers: readonly SsoProvider[]; next: string }) {
  if (providers.length === 0) return null;
  const t = await getTranslations("sso");
  return (
    <div className="grid gap-3">
      <p className="flex items-center gap-3 text-muted text-sm in-[:has([data-other-way])]:hidden">
        <span aria-hidden className="h-px flex-1 bg-line" />
        {t("or")}
        <span aria-hidden className="h-px flex-1 bg-line" />
      </p>
      {providers.map((provider) => (
        <ProviderButton key={provider.id} provider={provider} next={next} />
      ))}
    </div>
  );
}
