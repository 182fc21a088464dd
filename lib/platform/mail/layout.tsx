import { Body, Button, Container, Head, Heading, Hr, Html, Link, Preview, Section, Text } from "react-email";
import type { MailContent, OriginLine, StepLine } from "./content";

const font = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const ink = "#1c1b18";
const quiet = "#5f5c55";
const line = "#dedad1";
const accent = "#14532d";
const page = "#f6f4ee";

const darkMode = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  .page { background-color: ${page}; }
  @media (prefers-color-scheme: dark) {
    .page { background-color: #131412 !important; }
    .sheet { background-color: #1b1c19 !important; border-color: #34362f !important; }
    .ink { color: #edece6 !important; }
    .quiet { color: #a9a79d !important; }
    .rule { border-color: #34362f !important; }
    .act { background-color: #6fbf8b !important; color: #0d1a12 !important; }
    .link { color: #8fd3a8 !important; }
  }`;

const text = { color: ink, fontSize: "15px", lineHeight: "1.55", margin: "0 0 14px" };
const small = { color: quiet, fontSize: "13px", lineHeight: "1.5", margin: "0 0 8px" };

interface Props {
  content: MailContent;
  locale: string;
  appName: string;
  origin: OriginLine[];
  journey: StepLine[];
  words: { originTitle: string; linkFallback: string; journeyTitle: string };
}

export function MailLayout({ content, locale, appName, origin, journey, words }: Props) {
  return (
    <Html lang={locale}>
      <Head>
        <meta name="color-scheme" content="light dark" />
        <style>{darkMode}</style>
      </Head>
      <Preview>{content.preview}</Preview>
      {/* Body would set a background that dark mode can't change. */}
      <Body lang={locale} className="page" style={{ margin: 0, padding: 0 }}>
        <Section className="page" style={{ backgroundColor: page, fontFamily: font, padding: "32px 12px" }}>
          <Container
            className="sheet"
            style={{
              backgroundColor: "#ffffff",
              border: `1px solid ${line}`,
              borderRadius: "8px",
              maxWidth: "560px",
              padding: "28px 32px",
            }}
          >
            <Text className="ink" style={{ ...text, fontWeight: 600, margin: "0 0 20px" }}>
              {appName}
            </Text>
            {journey.length > 0 ? <Journey steps={journey} title={words.journeyTitle} /> : null}
            <Heading
              as="h1"
              className="ink"
              style={{ color: ink, fontSize: "20px", lineHeight: "1.3", margin: "0 0 16px" }}
            >
              {content.subject}
            </Heading>
            <Text className="ink" style={text}>
              {content.greeting}
            </Text>
            {content.paragraphs.map((paragraph) => (
              <Text key={paragraph} className="ink" style={text}>
                {paragraph}
              </Text>
            ))}
            {content.quote ? (
              <Section
                className="rule"
                style={{ borderLeft: `3px solid ${line}`, margin: "0 0 16px", paddingLeft: "14px" }}
              >
                <Text className="quiet" style={{ ...small, margin: "0 0 4px" }}>
                  {content.quote.label}
                </Text>
                <Text className="ink" style={{ ...text, margin: 0, whiteSpace: "pre-wrap" }}>
                  {content.quote.text}
                </Text>
              </Section>
            ) : null}
            {origin.length > 0 ? <Origin lines={origin} title={words.originTitle} /> : null}
            {content.action ? <Action action={content.action} fallback={words.linkFallback} /> : null}
            {content.afterAction?.map((sentence) => (
              <Text key={sentence} className="quiet" style={small}>
                {sentence}
              </Text>
            ))}
            <Hr className="rule" style={{ borderColor: line, margin: "22px 0 14px" }} />
            <Text className="quiet" style={{ ...small, margin: 0 }}>
              {content.why}
            </Text>
          </Container>
        </Section>
      </Body>
    </Html>
  );
}

function Action({ action, fallback }: { action: { label: string; url: string }; fallback: string }) {
  return (
    <Section style={{ margin: "6px 0 16px" }}>
      <Button
        className="act"
        href={action.url}
        style={{
          backgroundColor: accent,
          borderRadius: "8px",
          color: "#ffffff",
          fontSize: "15px",
          fontWeight: 600,
          padding: "12px 20px",
        }}
      >
        {action.label}
      </Button>
      <Text className="quiet" style={{ ...small, margin: "14px 0 0" }}>
        {fallback}
        <br />
        <Link className="link" href={action.url} style={{ color: accent, wordBreak: "break-all" }}>
          {action.url}
        </Link>
      </Text>
    </Section>
  );
}

function Origin({ lines, title }: { lines: OriginLine[]; title: string }) {
  return (
    <Section style={{ margin: "0 0 16px" }}>
      <Text className="ink" style={{ ...small, color: ink, fontWeight: 600, margin: "0 0 4px" }}>
        {title}
      </Text>
      {lines.map(({ label, value }) => (
        <Text key={label} className="quiet" style={{ ...small, margin: 0 }}>
          {label}: {value}
        </Text>
      ))}
    </Section>
  );
}

/** Readable without images. */
function Journey({ steps, title }: { steps: StepLine[]; title: string }) {
  return (
    <Text className="quiet" style={{ ...small, margin: "0 0 18px" }}>
      {title}:{" "}
      {steps.map(({ label, state, text: words }, index) => (
        <span key={label}>
          {index > 0 ? " · " : ""}
          {state === "now" ? (
            <strong className="ink" style={{ color: ink }}>
              {words}
            </strong>
          ) : (
            words
          )}
        </span>
      ))}
    </Text>
  );
}
