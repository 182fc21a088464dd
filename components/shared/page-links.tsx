import Link from "next/link";
import { Button } from "@/components/ui/button";

interface Props {
  path: string;
  /** The filters in the address, without the cursor. */
  filter: Record<string, string>;
  isFirst: boolean;
  nextCursor: string | null;
  /** The list stands at the end of a page: its next part shows where it is. */
  isAtEnd?: boolean;
  words: { first: string; next: string };
}

/** The way through a list that is read page by page. */
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
