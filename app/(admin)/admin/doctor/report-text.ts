import type { ExaminationJson as Examination } from "@/lib/core/doctor/examine";

const order = ["failure", "warning", "ok", "skipped"] as const;

export function toReportText(
  { at, findings }: Examination,
  words: { summary: string; states: Record<(typeof order)[number], string> },
): string {
  const lines = order.flatMap((state) =>
    findings
      .filter((finding) => finding.state === state)
      .map(
        ({ title, seen, advice }) => `[${words.states[state]}] ${title}: ${seen}${advice ? `\n    → ${advice}` : ""}`,
      ),
  );
  return [`${at} ${words.summary}`, ...lines].join("\n");
}
