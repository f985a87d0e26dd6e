import { useModel } from '../client/desk.ts';
import { HOME } from '../state/route.ts';
import { Icon } from '../style/icon.tsx';
import { ThemeSwitch } from '../style/theme.tsx';
import { PersonSwitch } from './person-switch.tsx';
import { PlaceLink } from './place-link.tsx';

interface SidebarProps {
  readonly areFaultsOpen: boolean;
  readonly onFaults: () => void;
}

/** Where one can go, who one is, and the switches of the page. */
export function Sidebar({ areFaultsOpen, onFaults }: SidebarProps) {
  const workspace = useModel((model) => model.workspace);
  const links = useModel((model) => model.offered.links);
  const channels = workspace?.channels.filter(({ kind }) => kind !== 'im') ?? [];
  const direct = workspace?.channels.find(({ kind }) => kind === 'im');
  return (
    <div className="sidebar">
      <header className="sidebar__head">
        <span className="sidebar__bell">
          <Icon name="bell" />
        </span>
        <div>
          <h1 className="sidebar__title">{workspace?.team ?? 'Bellhop playground'}</h1>
          <p className="sidebar__subtitle">local Slack on this machine</p>
        </div>
      </header>
      <nav className="sidebar__places" aria-label="Channels and apps">
        <h2 className="sidebar__heading">Channels</h2>
        <ul>
          {channels.map(({ id, name }) => (
            <PlaceLink key={id} place={id} icon="hash" words={name} />
          ))}
        </ul>
        <h2 className="sidebar__heading">Apps</h2>
        <ul>
          <PlaceLink place={HOME} icon="bell" words={workspace?.bot.name ?? 'bellhop'} also={direct?.id} />
        </ul>
        {links.length > 0 && <h2 className="sidebar__heading">Beside it</h2>}
        <ul>
          {links.map(({ label, url, explanation }) => (
            <li key={url}>
              <a className="place" href={url} target="_blank" rel="noopener noreferrer" title={explanation}>
                <Icon name="external" />
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <footer className="sidebar__foot">
        <PersonSwitch />
        <div className="sidebar__switches">
          <button type="button" className="place" aria-expanded={areFaultsOpen} onClick={onFaults}>
            <Icon name="bolt" />
            Faults
          </button>
          <ThemeSwitch />
        </div>
      </footer>
    </div>
  );
}
