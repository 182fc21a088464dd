import { cn } from "./class-names";

export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block animate-pulse rounded bg-line/60", className)} />;
}
