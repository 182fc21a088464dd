import { type ClassValue, clsx } from "clsx";

/**
 * Joins class names. Which of two that set the same thing wins is the style sheet's order, not theirs: give only one of
 * them, or mark the one that must win (`w-auto!`).
 */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}
