import Link from "next/link";
import { Button } from "@/components/ui/button";

interface Props {
  path: string;
  /** Filters in the URL, without the cursor. */
  filter: Record<string, string>;
  isFirst: boolean;
  nextCursor: string | null;
  /** Keeps the scroll position, because the list ends the page. */
  isAtEnd?: boolean;
  words: { first: string; next: string };
}

export function PageLinks({ path, filter, isFirst, nextCursor, isAtEnd = false, words }: Props) {
  const link = (query: Record<string, string>) => {
    const text = new URLSearchParams(query).toString();
    return text === "" ? path : `${path}?${text}`;
  };
  return (
    <div className="flex flex-wrap gap-2 empty:hidden">
      {isFirst ? null : (
        <Button asChild size="sm">
          <Link href={link(filter)} scroll={!isAtEnd}>
            {words.first}
          </Link>
        </Button>
      )}
      {nextCursor === null ? null : (
        <Button asChild size="sm">
          <Link href={link({ ...filter, cursor: nextCursor })} scroll={!isAtEnd}>
            {words.next}
          </Link>
        </Button>
      )}
    </div>
  );
}
