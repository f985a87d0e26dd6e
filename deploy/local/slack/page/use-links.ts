import { useEffect, useRef } from 'react';
import { type Route, routeOfPermalink } from './state/route.ts';

/**
 * Hears every click on the page. A link to a message of this Slack leads there, not to another tab. `onLeaveMenu` is
 * told when somebody chose something in the menu or pressed beside it.
 */
export function useLinks(go: (route: Route) => void, onLeaveMenu: () => void): void {
  const latest = useRef({ go, onLeaveMenu });
  latest.current = { go, onLeaveMenu };
  useEffect(() => {
    const hear = (event: MouseEvent) => {
      const target = event.target instanceof Element ? event.target : undefined;
      const route = permalinkAt(target);
      if (route !== undefined && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        latest.current.go(route);
      }
      const isInMenu = target?.closest('.sidebar, .page__menu') !== null;
      if (!isInMenu || target?.closest('a, .person')) latest.current.onLeaveMenu();
    };
    addEventListener('click', hear);
    return () => removeEventListener('click', hear);
  }, []);
}

function permalinkAt(target: Element | undefined): Route | undefined {
  const link = target?.closest('a');
  const address = link ? URL.parse(link.href) : null;
  return address?.origin === location.origin ? routeOfPermalink(address) : undefined;
}
