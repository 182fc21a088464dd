import { render } from "react-email";
import type { MailOrigin, MailTemplates } from "@/lib/core/kernel/mail";
import type { JourneyStep, MailContent, OriginLine, StepLine } from "./content";
import { describeDevice } from "./describe-device";
import { withInertWords } from "./inert-text";
import { MailLayout } from "./layout";
import type { Templates } from "./templates/template";
import { templates } from "./templates/templates";
import { type Translation, translate } from "./translate";

interface Mail<Name extends keyof MailTemplates> {
  template: Name;
  props: MailTemplates[Name];
  locale: string;
  appName: string;
}

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

/** User text appears only in the bodies. */
export async function renderMail<Name extends keyof MailTemplates>(mail: Mail<Name>): Promise<RenderedMail> {
  const translation = translate(mail.locale);
  const template: Templates<Name>[Name] = templates[mail.template];
  const content = template(withInertWords(mail.props), translation, { appName: mail.appName });
  const origin = content.origin ? describeOrigin(content.origin, translation) : [];
  const journey = content.journey ? describeJourney(content.journey, translation) : [];
  const { t, locale } = translation;
  const words = {
    originTitle: t("originTitle"),
    linkFallback: t("linkFallback"),
    journeyTitle: t("journey.title"),
  };
  const html = await render(
    <MailLayout
      content={content}
      locale={locale}
      origin={origin}
      journey={journey}
      words={words}
      appName={mail.appName}
    />,
  );
  return { subject: content.subject, html, text: toText(content, mail.appName, origin, journey, words) };
}

/** Separate from the HTML to keep links whole and text unescaped. */
function toText(
  content: MailContent,
  appName: string,
  origin: OriginLine[],
  journey: StepLine[],
  words: { originTitle: string; journeyTitle: string },
): string {
  const blocks = [
    appName,
    journey.length > 0 ? `${words.journeyTitle}: ${journey.map((step) => step.text).join(" · ")}` : "",
    content.greeting,
    ...content.paragraphs,
    content.quote ? `${content.quote.label}:\n${content.quote.text.replace(/^/gm, "> ")}` : "",
    origin.length > 0 ? [words.originTitle, ...origin.map(({ label, value }) => `${label}: ${value}`)].join("\n") : "",
    content.action ? `${content.action.label}:\n${content.action.url}` : "",
    ...(content.afterAction ?? []),
    `-- \n${content.why}`,
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function describeOrigin({ ip, userAgent, at }: MailOrigin, { t, dateTime }: Translation): OriginLine[] {
  return [
    { label: t("originDevice"), value: describeDevice(userAgent, t) },
    { label: t("originIp"), value: ip },
    { label: t("originTime"), value: dateTime(at) },
  ];
}

const steps: JourneyStep[] = ["request", "review", "signUp", "verify", "protect", "in"];

function describeJourney(present: JourneyStep, { t }: Translation): StepLine[] {
  const at = steps.indexOf(present);
  return steps.map((step, index) => {
    const label = t(`journey.${step}`);
    if (index < at) return { label, state: "done", text: `${label} ✓` };
    if (index === at) return { label, state: "now", text: `${label} (${t("journey.now")})` };
    return { label, state: "ahead", text: label };
  });
}
