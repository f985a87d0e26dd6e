import { Composer } from '../composer/composer.tsx';
import { useDraft } from '../composer/draft.ts';
import { focusComposer } from '../composer/focus-composer.ts';
import { TryOne } from '../composer/try-one.tsx';
import { useSay } from '../composer/use-say.ts';

/** The composer of a channel, where commands are understood. */
export function ChannelComposer({ channel, label }: { channel: string; label: string }) {
  const [text, setText] = useDraft(channel);
  const say = useSay({ channel });
  return (
    <Composer label={label} text={text} onText={setText} onSend={say} completes>
      <TryOne
        onPick={(request) => {
          setText(request);
          focusComposer();
        }}
      />
    </Composer>
  );
}
