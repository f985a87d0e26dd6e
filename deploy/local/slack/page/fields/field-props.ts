import type { Entry } from '../../person/protocol.ts';

/** How a field is named and what is said of it. */
export interface Wording {
  readonly id: string;
  /** The id of what names it. */
  readonly labelledBy: string;
  readonly describedBy?: string | undefined;
  readonly isInvalid?: boolean;
  readonly isRequired?: boolean;
}

export interface FieldProps<Element> extends Wording {
  readonly element: Element;
  readonly entry: Entry;
  /** With every change. */
  readonly onEntry: (entry: Entry) => void;
  /** Once the person is done with it: at once when they pick, with Enter or on leaving when they type. */
  readonly onSettled: (entry: Entry) => void;
}
