import { type ClassValue, clsx } from "clsx";

/** Leaves conflicts to style sheet order, so give one class or mark it (`w-auto!`). */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}
