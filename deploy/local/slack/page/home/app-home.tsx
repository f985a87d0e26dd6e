import { type KeyboardEvent, useMemo } from 'react';
import { Blocks } from '../blocks/blocks.tsx';
import { SurfaceProvider } from '../blocks/surface.ts';
import { ChannelComposer } from '../channel/channel-composer.tsx';
import { useTimeline } from '../channel/timeline.ts';
import { useDesk, useModel } from '../client/desk.ts';
import { MessageList } from '../message/message-list.tsx';
import { HOME } from '../state/route.ts';
import { Icon } from '../style/icon.tsx';

/** The app's own place: its Home tab, and the direct messages with it. */
export function AppHome({ place }: { place: string }) {
  const { go } = useDesk();
  const name = useModel((model) => model.workspace?.bot.name ?? 'bellhop');
  const direct = useModel((model) => model.workspace?.channels.find(({ kind }) => kind === 'im')?.id ?? '');
  const tabs = [
    { id: HOME, words: 'Home' },
    { id: direct, words: 'Messages' },
  ];
  const turn = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = tabs.find(({ id }) => id !== place);
    if (other === undefined) return;
    go({ place: other.id });
    document.getElementById(`tab-${other.id}`)?.focus();
  };
  return (
    <main className="channel" aria-label={`App ${name}`}>
      <header className="bar">
        <h2 className="bar__title">
          <Icon name="bell" />
          {name}
        </h2>
        <div className="tabs" role="tablist" aria-label={name} onKeyDown={turn}>
          {tabs.map(({ id, words }) => (
            <button
              key={words}
              id={`tab-${id}`}
              type="button"
              role="tab"
              className="tab"
              aria-selected={id === place}
              aria-controls="tab-panel"
              tabIndex={id === place ? 0 : -1}
              onClick={() => go({ place: id })}
            >
              {words}
            </button>
          ))}
        </div>
      </header>
      <div className="tab-panel" id="tab-panel" role="tabpanel" aria-labelledby={`tab-${place}`}>
        {place === HOME ? <HomeTab /> : <Messages channel={place} name={name} />}
      </div>
    </main>
  );
}

function HomeTab() {
  const home = useModel((model) => model.home);
  const id = home?.id ?? '';
  const surface = useMemo(() => ({ on: { id } }), [id]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be scrolled by keyboard too
    <section className="home" aria-label="Home" tabIndex={0}>
      {home === null ? (
        <p className="quiet">The app has not drawn this yet.</p>
      ) : (
        <SurfaceProvider value={surface}>
          <Blocks blocks={home.blocks} />
        </SurfaceProvider>
      )}
    </section>
  );
}

function Messages({ channel, name }: { channel: string; name: string }) {
  const messages = useTimeline(channel);
  return (
    <>
      <MessageList key={channel} label={`Messages with ${name}`} messages={messages} isInChannel />
      <ChannelComposer key={`${channel}-composer`} channel={channel} label={`Message ${name}`} />
    </>
  );
}
