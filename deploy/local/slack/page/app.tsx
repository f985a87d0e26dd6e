import { useEffect, useState } from 'react';
import { Channel } from './channel/channel.tsx';
import { DeskProvider, useDesk, useModel } from './client/desk.ts';
import { useOpenDesk } from './client/open-desk.ts';
import { Faults } from './faults/faults.tsx';
import { AppHome } from './home/app-home.tsx';
import { Modals } from './modal/modals.tsx';
import { Notices } from './notices.tsx';
import { Sidebar } from './sidebar/sidebar.tsx';
import { HOME } from './state/route.ts';
import type { Store } from './state/store.ts';
import { Icon } from './style/icon.tsx';
import { ThemeProvider } from './style/theme.tsx';
import { Thread } from './thread/thread.tsx';
import { useLinks } from './use-links.ts';

export function App({ store }: { store: Store }) {
  const desk = useOpenDesk(store);
  return (
    <DeskProvider value={desk}>
      <ThemeProvider>
        <Page />
      </ThemeProvider>
    </DeskProvider>
  );
}

function Page() {
  const { go } = useDesk();
  const place = useModel((model) => model.route.place);
  const thread = useModel((model) => model.route.thread);
  useTitle();
  useLinks(go, () => setMenuOpen(false));
  const [areFaultsOpen, setFaultsOpen] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  return (
    <div className="page" data-thread={thread !== undefined || undefined} data-menu={isMenuOpen || undefined}>
      <Connection />
      <button
        type="button"
        className="icon-button page__menu"
        aria-label={isMenuOpen ? 'Close the menu' : 'Open the menu'}
        aria-expanded={isMenuOpen}
        onClick={() => setMenuOpen(!isMenuOpen)}
      >
        <Icon name={isMenuOpen ? 'close' : 'menu'} />
      </button>
      <Sidebar areFaultsOpen={areFaultsOpen} onFaults={() => setFaultsOpen(!areFaultsOpen)} />
      {place === undefined ? <main className="channel" /> : <Place place={place} />}
      {place !== undefined && thread !== undefined && (
        <Thread channel={place} root={thread} isCovered={areFaultsOpen} />
      )}
      {areFaultsOpen && <Faults onClose={() => setFaultsOpen(false)} />}
      <Modals />
      <Notices />
    </div>
  );
}

function Place({ place }: { place: string }) {
  const isApp = place === HOME || place.startsWith('D');
  return isApp ? <AppHome place={place} /> : <Channel channel={place} />;
}

function useTitle(): void {
  const name = useModel(({ workspace, route }) => workspace?.channels.find(({ id }) => id === route.place)?.name);
  const unread = useModel((model) => Object.values(model.unread).reduce((sum, count) => sum + count, 0));
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${name ?? 'bellhop'} · Bellhop playground`;
  }, [name, unread]);
}

function Connection() {
  const connection = useModel((model) => model.connection);
  return (
    <div className="connection" role="status">
      {connection === 'reconnecting' && <p>Reconnecting…</p>}
    </div>
  );
}
