import { useModel } from '../client/desk.ts';
import { writeRoute } from '../state/route.ts';
import { Icon, type IconName } from '../style/icon.tsx';

interface PlaceLinkProps {
  readonly place: string;
  readonly icon: IconName;
  readonly words: string;
  /** Another place that counts as this one. */
  readonly also?: string | undefined;
}

/** Leads to a channel or the app, and says when something new is there. */
export function PlaceLink({ place, icon, words, also }: PlaceLinkProps) {
  const person = useModel((model) => model.route.person);
  const isHere = useModel((model) => model.route.place === place || (also !== undefined && model.route.place === also));
  const unread = useModel((model) => (model.unread[place] ?? 0) + (also === undefined ? 0 : (model.unread[also] ?? 0)));
  return (
    <li>
      <a
        className={unread > 0 ? 'place place--unread' : 'place'}
        href={writeRoute({ ...(person !== undefined && { person }), place })}
        aria-current={isHere ? 'page' : undefined}
      >
        <Icon name={icon} />
        {words}
        {unread > 0 && (
          <span className="place__unread">
            {unread}
            <span className="aloud"> new</span>
          </span>
        )}
      </a>
    </li>
  );
}
