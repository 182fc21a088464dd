"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { cn } from "@/components/ui/class-names";

/** One place of the navigation; says to eyes and ears when you are there. */
export function NavLink({ href, label }: { href: string; label: string }) {
  const path = usePathname();
  // The first place of an area holds all others of it; any other place is also where its own sub-pages are.
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

/**
 * Where there is no room for all places, the present one is among those that are seen. Moves the row alone: what moves
 * the page (`scrollIntoView`) takes it from under the finger of whoever has scrolled before the script was there.
 */
function showSideways(link: HTMLElement): void {
  const row = link.parentElement;
  if (!row) return;
  const [shown, place] = [row.getBoundingClientRect(), link.getBoundingClientRect()];
  row.scrollLeft += place.left + place.width / 2 - (shown.left + shown.width / 2);
}
