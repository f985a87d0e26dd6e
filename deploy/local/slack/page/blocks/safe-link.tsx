import type { ReactNode } from 'react';

/** A link as a message has it: to the web or a mailbox, in a tab that knows nothing of this one. Else only its words. */
export function SafeLink({ href, children }: { href: string; children: ReactNode }) {
  if (!isSafe(href)) return <span>{children}</span>;
  return (
    <a className="link" href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

export const isSafe = (href: string): boolean => /^(?:https?:\/\/|mailto:)/i.test(href) && URL.canParse(href);
