import type { KnownBlock } from '@slack/types';
import { memo, type ReactNode } from 'react';
import { Message } from 'slack-blocks-to-jsx';
import { useModel } from '../client/desk.ts';
import { useTheme } from '../style/theme.tsx';
import { SafeLink } from './safe-link.tsx';

type LibraryBlocks = Parameters<typeof Message>[0]['blocks'];

/** Blocks nobody acts on, drawn by the library. */
export const Still = memo(function Still({ blocks }: { blocks: readonly KnownBlock[] }) {
  const workspace = useModel((model) => model.workspace);
  const theme = useTheme();
  return (
    <div className="still">
      <Message
        // Its types know fewer fields than Slack's; what it does not know it passes over.
        blocks={withoutIds(blocks) as unknown as LibraryBlocks}
        name=""
        logo=""
        withoutWrapper
        theme={theme}
        data={{
          users: [...(workspace?.people ?? []), ...(workspace ? [workspace.bot] : [])],
          channels: workspace?.channels.map(({ id, name }) => ({ id, name })) ?? [],
        }}
        hooks={HOOKS}
      />
    </div>
  );
});

interface LibraryLink {
  readonly href: string;
  readonly children?: ReactNode;
}

const HOOKS = { link: ({ href, children }: LibraryLink) => <SafeLink href={href}>{children}</SafeLink> };

/** The library makes elements' ids of block ids, and a message may stand on the page twice. */
const withoutIds = (blocks: readonly KnownBlock[]) => blocks.map(({ block_id: _, ...block }) => block);
