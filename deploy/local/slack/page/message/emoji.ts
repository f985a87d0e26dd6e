/** The reactions one click away. */
export const QUICK_REACTIONS = ['+1', 'eyes', 'tada', 'heart', 'rocket', 'white_check_mark'] as const;

const EMOJI: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  eyes: '👀',
  tada: '🎉',
  heart: '❤️',
  rocket: '🚀',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  warning: '⚠️',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  gear: '⚙️',
  hammer_and_wrench: '🛠️',
  octagonal_sign: '🛑',
  no_entry: '⛔',
  wave: '👋',
  pray: '🙏',
  thinking_face: '🤔',
  fire: '🔥',
  bug: '🐛',
  robot_face: '🤖',
  bellhop_bell: '🛎️',
};

/** The sign of a reaction; its name between colons where we know none. */
export const emojiOf = (name: string): string => EMOJI[name] ?? `:${name}:`;

/** A reaction's name as it is read aloud. */
export const spokenName = (name: string): string => SPOKEN[name] ?? name.replaceAll('_', ' ');

const SPOKEN: Readonly<Record<string, string>> = { '+1': 'thumbs up', '-1': 'thumbs down', tada: 'party' };
