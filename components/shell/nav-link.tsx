"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/class-names";

/** One place of the navigation; says to eyes and ears when you are there. */
export function NavLink({ href, label }: { href: string; label: string }) {
  const isHere = usePathname() === href;
  return (
    <Link
      href={href}
      aria-current={isHere ? "page" : undefined}
      className={cn(
        "inline-flex h-11 items-center whitespace-nowrap rounded-sm border-b-2 border-transparent px-2 text-sm",
        isHere ? "border-accent font-medium text-text" : "text-muted hover:text-text",
      )}
    >
      {label}
    </Link>
  );
}
