import { Icon } from '../style/icon.tsx';
import { hueOf, type Somebody } from './names.ts';

/** Who it is at a glance; the name always stands beside it, so readers aloud skip it. */
export function Avatar({ of, size = 'large' }: { of: Somebody; size?: 'large' | 'small' }) {
  if (of.role === 'app' || of.role === 'Slack itself')
    return (
      <span className={`avatar avatar--${size} avatar--${of.role === 'app' ? 'app' : 'slack'}`} aria-hidden="true">
        <Icon name={of.role === 'app' ? 'bell' : 'info'} />
      </span>
    );
  return (
    <span className={`avatar avatar--${size} avatar--hue-${hueOf(of.id)}`} aria-hidden="true">
      {of.name.slice(0, 1)}
    </span>
  );
}
