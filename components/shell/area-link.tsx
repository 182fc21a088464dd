import { ArrowLeftRight } from "lucide-react";
import Link from "next/link";

export function AreaLink({ href, label }: { href: string; label: string }) {
  return (
    <Link
      href={href}
      className="mr-1 inline-flex h-11 items-center gap-2 whitespace-nowrap border-line border-r pr-3 pl-2 text-muted text-sm hover:text-text"
    >
      <ArrowLeftRight aria-hidden className="size-4" strokeWidth={1.5} />
      {label}
    </Link>
  );
}
