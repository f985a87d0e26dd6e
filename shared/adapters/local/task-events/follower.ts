/** Follows one file. */
export interface Follower {
  /** Hands over what is new; false when the file is not there any more. */
  look(): Promise<boolean>;
  /** Begins nothing new, and waits for what is under way. */
  stop(): Promise<void>;
}
