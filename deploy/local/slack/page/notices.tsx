import { useEffect } from 'react';
import { useDesk, useModel } from './client/desk.ts';
import type { Notice } from './state/model.ts';
import { Icon } from './style/icon.tsx';

const SHOWN_MS = 6_000;

/** What the page has to tell in passing: refusals stay until they are closed, what was done goes by itself. */
export function Notices() {
  const notices = useModel((model) => model.notices);
  return (
    <div className="notices" role="status">
      {notices.map((notice) => (
        <Shown key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function Shown({ notice: { id, kind, words, remedy } }: { notice: Notice }) {
  const { store } = useDesk();
  useEffect(() => {
    if (kind === 'problem') return undefined;
    const going = setTimeout(() => store.dispatch({ type: 'notice.closed', id }), SHOWN_MS);
    return () => clearTimeout(going);
  }, [store, id, kind]);
  return (
    <div className={`notice notice--${kind}`}>
      <p>
        {words} {remedy && <span className="notice__remedy">{remedy}</span>}
      </p>
      <button
        type="button"
        className="icon-button"
        aria-label="Close this notice"
        onClick={() => store.dispatch({ type: 'notice.closed', id })}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
