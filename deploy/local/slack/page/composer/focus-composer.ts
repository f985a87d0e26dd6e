/** Brings the keyboard to where one types in the channel, once something was put there. */
export const focusComposer = (): void => document.querySelector<HTMLElement>('.channel .composer__text')?.focus();
