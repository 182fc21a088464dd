import { CopyButton } from "@/components/ui/copy-button";

export function Code({ title, text }: { title: string; text: string }) {
  return (
    <figure className="min-w-0 rounded border bg-surface">
      <figcaption className="flex items-center justify-between gap-3 border-b px-4 py-1.5 text-muted text-sm">
        {title}
        <CopyButton value={text} />
      </figcaption>
      <pre className="wrap-anywhere whitespace-pre-wrap p-4 font-mono text-sm">{text}</pre>
    </figure>
  );
}
