import Link from "next/link";
import { cn } from "./class-names";

interface Props {
  label: string;
  links: { href: string; label: string; isCurrent: boolean }[];
}

export function FilterLinks({ label, links }: Props) {
  return (
    <nav aria-label={label} className="-mx-1 flex gap-1 overflow-x-auto px-1 py-1">
      {links.map((link) => (
        <Link
          key={link.href}
          href={link.href}
          aria-current={link.isCurrent ? "true" : undefined}
          className={cn(
            "flex h-9 shrink-0 items-center rounded border px-3 text-sm pointer-coarse:h-11",
            link.isCurrent
              ? "border-line-strong bg-surface font-medium"
              : "border-transparent text-muted hover:bg-line/50",
          )}
        >
          {link.label}
        </Link>
      ))}
    </nav>
  );
}
