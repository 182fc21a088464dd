"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/class-names";

interface Props {
  label: string;
  links: { href: string; label: string }[];
}

export function FilterNav({ label, links }: Props) {
  const path = usePathname();
  return (
    <nav
      aria-label={label}
      className="-mx-1 flex gap-1 overflow-x-auto px-1 py-1 lg:sticky lg:top-4 lg:flex-col lg:self-start"
    >
      {links.map((link) => (
        <Link
          key={link.href}
          href={link.href}
          prefetch={false}
          aria-current={path === link.href ? "page" : undefined}
          className={cn(
            "shrink-0 rounded-sm px-3 py-2 text-sm pointer-coarse:py-3",
            path === link.href ? "bg-surface font-medium" : "text-muted hover:bg-line/50",
          )}
        >
          {link.label}
        </Link>
      ))}
    </nav>
  );
}
