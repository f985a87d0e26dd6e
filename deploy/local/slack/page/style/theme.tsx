import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { Icon } from './icon.tsx';

const WISHES = ['system', 'light', 'dark'] as const;
type Wish = (typeof WISHES)[number];
type Theme = Exclude<Wish, 'system'>;

interface Themes {
  readonly theme: Theme;
  readonly wish: Wish;
  readonly setWish: (wish: Wish) => void;
}

const ThemeContext = createContext<Themes>({ theme: 'light', wish: 'system', setWish: () => undefined });
const REMEMBERED = 'bellhop.theme';
const DARK = '(prefers-color-scheme: dark)';

export const useTheme = (): Theme => useContext(ThemeContext).theme;

/** Light or dark: as the system has it, or as it was chosen here and is remembered. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const [wish, setWish] = useState<Wish>(
    () => WISHES.find((one) => one === localStorage.getItem(REMEMBERED)) ?? 'system',
  );
  const [isSystemDark, setSystemDark] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const query = matchMedia(DARK);
    const follow = () => setSystemDark(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  const theme = wish === 'system' ? (isSystemDark ? 'dark' : 'light') : wish;
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(REMEMBERED, wish);
  }, [theme, wish]);
  return <ThemeContext value={{ theme, wish, setWish }}>{children}</ThemeContext>;
}

const ICONS = { system: 'system', light: 'sun', dark: 'moon' } as const;

/** From one to the next. */
export function ThemeSwitch() {
  const { wish, setWish } = useContext(ThemeContext);
  const next = WISHES[(WISHES.indexOf(wish) + 1) % WISHES.length] ?? 'system';
  const words = `Colours: ${wish}. Change to ${next}`;
  return (
    <button type="button" className="icon-button" aria-label={words} title={words} onClick={() => setWish(next)}>
      <Icon name={ICONS[wish]} />
    </button>
  );
}
