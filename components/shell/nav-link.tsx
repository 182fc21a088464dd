"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { cn } from "@/components/ui/class-names";

export function NavLink({ href, label }: { href: string; label: string }) {
  const path = usePathname();
  // Excludes the area's first place, whose path is a prefix of all others.
  const isHere = path === href || (!/^\/(account|admin)$/.test(href) && path.startsWith(`${href}/`));
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isHere && link.current) showSideways(link.current);
  }, [isHere]);
  return (
    <Link
      ref={link}
      href={href}
      aria-current={isHere ? (path === href ? "page" : "true") : undefined}
      className={cn(
        "inline-flex h-11 items-center whitespace-nowrap rounded-sm border-b-2 px-2 text-sm",
        isHere ? "border-accent font-medium text-text" : "border-transparent text-muted hover:text-text",
      )}
    >
      {label}
    </Link>
  );
}

/** Scrolls only the row, because `scrollIntoView` would also move the page. */
function showSideways(link: HTMLElement): void {
  const row = link.parentElement;
  if (!row) return;
  const [shown, place] = [row.getBoundingClientRect(), link.getBoundingClientRect()];
  row.scrollLeft += place.left + place.width / 2 - (shown.left + shown.width / 2);
}
