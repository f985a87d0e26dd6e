import type { Message, ToolCall } from '../model/model.ts';

/** A conversation for people to read: what was said, done and seen, in order. */
export function transcript(messages: readonly Message[]): string {
  return `${messages.map(partOf).join('\n\n')}\n`;
}

function partOf(message: Message): string {
  switch (message.role) {
    case 'user':
      return headed('To the agent', message.text);
    case 'model':
      return [...saidIn(message.text), ...message.calls.map(called)].join('\n\n');
    case 'tool':
      return message.results.map(({ name, text }) => headed(`Result of ${name}`, text)).join('\n\n');
    default:
      return message satisfies never;
  }
}

const saidIn = (text: string): string[] => (text === '' ? [] : [headed('Agent', text)]);

const called = ({ name, input }: ToolCall): string => headed(`Calls ${name}`, JSON.stringify(input, null, 2) ?? '');

const headed = (heading: string, text: string): string => `==== ${heading} ====\n${text}`;
