/** A tool as a model is told of it. `parameters` is a JSON Schema. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** As the model gave it; checked by the tool. */
  readonly input: unknown;
}

/** What a call came to. All that a provider is told is the text, under the id and name of the call. */
export interface ToolResult {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly failed?: true;
  /** Where all of it is stored, when the text is only a part. */
  readonly artifact?: string;
}

/** One turn of the conversation. `verbatim` is the provider's own content, handed back unchanged on the next call. */
export type Message =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'model'; readonly text: string; readonly calls: readonly ToolCall[]; readonly verbatim?: unknown }
  | {
      readonly role: 'tool';
      readonly results: readonly ToolResult[];
    };

export interface Answer {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  readonly verbatim?: unknown;
  /** Why it is not whole, in words for the model; absent when it is. */
  readonly unfinished?: string;
  /** `output` has the thinking in it; `cached` is the part of `input` that came from the provider's cache. */
  readonly tokens: { readonly input: number; readonly output: number; readonly cached?: number };
}

/** Whoever decides what to do next. Rejects with a TaskError in words for the person. */
export interface Model {
  /** As people see it: `gemini-3-pro`, or `scripted (shop-js)`. */
  readonly name: string;
  ask(conversation: {
    readonly system: string;
    readonly messages: readonly Message[];
    readonly tools: readonly ToolSpec[];
    readonly signal: AbortSignal;
  }): Promise<Answer>;
}
