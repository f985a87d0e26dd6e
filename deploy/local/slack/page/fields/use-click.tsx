import type { ConfirmationDialog } from '@slack/types';
import { type ReactNode, useState } from 'react';
import type { Entry } from '../../person/protocol.ts';
import { useSurface } from '../blocks/surface.ts';
import { useDesk } from '../client/desk.ts';
import { Confirm } from '../modal/confirm.tsx';

interface Clickable {
  readonly action_id?: string;
  readonly confirm?: ConfirmationDialog;
}

interface Clicking {
  /** Tells the app, after a confirmation where the element wants one. */
  click(element: Clickable, value?: Entry): void;
  readonly isBusy: boolean;
  /** A confirmation, or what Slack said when the app did not answer; to be drawn beside the element. */
  readonly aside: ReactNode;
}

/**
 * What happens when something in a block is pressed or changed. Its action id says which one it is; the id of its block may
 * have changed with an update that is still on its way here.
 */
export function useClick(): Clicking {
  const { on } = useSurface();
  const { call, attempt } = useDesk();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [asked, setAsked] = useState<{ element: Clickable; value: Entry | undefined }>();

  const send = async ({ action_id: actionId = '', confirm }: Clickable, value: Entry | undefined) => {
    setBusy(true);
    setProblem(undefined);
    await attempt(
      call('click', {
        on,
        actionId,
        ...(value !== undefined && { value }),
        confirm: confirm !== undefined,
      }).then((outcome) => setProblem(outcome.ok ? undefined : outcome.text)),
    );
    setBusy(false);
  };
  return {
    isBusy,
    click: (element, value) => {
      if (element.confirm) setAsked({ element, value });
      else void send(element, value);
    },
    aside: (
      <>
        {problem && (
          <span className="trouble" role="alert">
            {problem}
          </span>
        )}
        {asked?.element.confirm && (
          <Confirm
            of={asked.element.confirm}
            onAnswer={(isConfirmed) => {
              setAsked(undefined);
              if (isConfirmed) void send(asked.element, asked.value);
            }}
          />
        )}
      </>
    ),
  };
}
