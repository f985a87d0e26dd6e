import { createInterface, type Interface } from 'node:readline/promises';
import { TaskError } from '#shared/task/failure.ts';
import { buttonsOf, fieldsOf } from './controls.ts';
import type { Playground } from './playground.ts';
import { SAMPLES } from './samples/samples.ts';
import { connectPerson, type PersonClient } from './slack/client.ts';
import type { SeenMessage, SeenView } from './slack/person/protocol.ts';
import { renderView } from './slack/render.ts';
import { threadPrinter } from './thread-printer.ts';

const HELP = `Type as you would in Slack:
  /agent ${SAMPLES[0].repository} ${SAMPLES[0].suggestions[0].words}
  /agent              opens the form; /agent help, list, status, check, memory …
  cancel, retry, …    a reply in the newest task's thread
  press Cancel        presses a button of the newest card (or: press Retry), or of the newest answer
  press Forget 2      the second of several that are called the same
  home                your Home tab
  as ben              go on as somebody else (ana, ben, cleo)
  quit`;

interface Seat {
  readonly person: PersonClient;
  readonly channel: string;
  readonly close: () => Promise<void>;
}

/** A conversation in the terminal with the playground's Slack. Ends when the input does, or with `quit`. */
export async function converse({ slack, github, bot }: Playground): Promise<void> {
  const print = (text: string) => process.stdout.write(`${text}\n`);
  print(`Bellhop's playground runs: Slack ${slack.url}, GitHub ${github.url}, bot process ${bot.pid}.\n${HELP}\n`);
  let seat = await sitDown(slack.url, 'U0ANA', print);
  const input = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  // Input that comes through a pipe may have ended while its lines are still being worked on.
  let hasEnded = false;
  input.once('close', () => {
    hasEnded = true;
  });
  const prompt = () => hasEnded || input.prompt();
  prompt();
  for await (const line of input) {
    const words = line.trim();
    if (words === 'quit') break;
    try {
      if (words.startsWith('as ')) seat = await changeSeat(seat, slack.url, words.slice(3).trim(), print);
      else if (words !== '') await say(seat, words, input, print);
    } catch (error) {
      // A wrong word ends nothing; what is no expected problem does.
      if (!(error instanceof TaskError)) throw error;
      print(`${error.message} ${error.remedy}`);
    }
    prompt();
  }
  input.close();
  await seat.close();
}

async function sitDown(url: string, user: string, print: (line: string) => void): Promise<Seat> {
  const person = await connectPerson(url, user);
  const { channels } = await person.workspace();
  const channel = channels.find(({ name }) => name === 'general') ?? channels[0];
  if (!channel) throw new Error('a workspace has a channel');
  const printer = threadPrinter(person, print);
  return {
    person,
    channel: channel.id,
    close: async () => {
      printer.close();
      await person.leave();
    },
  };
}

async function changeSeat(seat: Seat, url: string, name: string, print: (line: string) => void): Promise<Seat> {
  const { people } = await seat.person.workspace();
  const found = people.find((person) => person.name === name || person.id === name);
  if (!found)
    throw new TaskError('nobody', `Nobody is called ${name}.`, {
      whose: 'yours',
      remedy: `There are ${people.map((person) => person.name).join(', ')}.`,
    });
  await seat.close();
  print(`You are ${found.name} now.`);
  return sitDown(url, found.id, print);
}

async function say(seat: Seat, words: string, input: Interface, print: (line: string) => void): Promise<void> {
  const { person, channel } = seat;
  if (words.startsWith('/')) return slash(seat, words, input, print);
  if (words === 'home') return home(person, print);
  if (words === 'help') return print(HELP);
  if (/^press\s/i.test(words)) return press(seat, words.slice(6).trim());
  const card = await newestCard(seat);
  await person.reply({ channel, thread: card.ts }, words);
}

async function slash(
  { person, channel }: Seat,
  words: string,
  input: Interface,
  print: (line: string) => void,
): Promise<void> {
  const [command = '', ...rest] = words.split(/\s+/);
  const outcome = await person.slash(command, words.slice(command.length).trim(), { channel });
  if (!outcome.ok) print(`Slack: ${outcome.text}`);
  const modal = (await person.modals()).at(-1);
  if (outcome.ok && rest.length === 0 && modal) await fillIn(person, modal, input, print);
}

/** The form, field by field. What the app refuses is asked again. */
async function fillIn(
  person: PersonClient,
  modal: SeenView,
  input: Interface,
  print: (line: string) => void,
): Promise<void> {
  const values: Record<string, string | null> = {};
  let asked = fieldsOf(modal);
  while (asked.length > 0) {
    for (const { id, label, options } of asked) {
      const choice = options.length > 0 ? ` (${options.join(', ')})` : '';
      values[id] = (await input.question(`  ${label}${choice}: `)) || null;
    }
    const outcome = await person.submit(modal, values);
    const errors = Object.entries(outcome.errors ?? {});
    for (const [, problem] of errors) print(`  ${problem}`);
    if (outcome.failure) print(`Slack: ${outcome.failure.text}`);
    asked = asked.filter(({ id }) => errors.some(([block]) => block === id));
  }
}

async function home(person: PersonClient, print: (line: string) => void): Promise<void> {
  await person.openHome();
  const view = await person.waitForHome();
  for (const line of renderView(view)) print(line);
}

async function press(seat: Seat, label: string): Promise<void> {
  const { person, channel } = seat;
  const answer = (await person.ephemerals(channel)).at(-1);
  const pressed = (answer && buttonIn(answer, label)) ?? buttonIn(await newestCard(seat), label);
  if (!pressed)
    throw new TaskError('no_such_button', `Neither the newest answer nor the newest card has a button ${label}.`, {
      whose: 'yours',
      remedy: 'See their last lines.',
    });
  const { place, actionId } = pressed;
  await person.clicks(place, actionId, { confirm: true });
}

/** `Forget 2` is the second of the buttons that are called Forget, unless one is called just that. */
function buttonIn({ channel, ts, blocks = [] }: SeenMessage, label: string) {
  const called = (name: string) =>
    buttonsOf({ blocks }).filter((found) => found.label.toLowerCase() === name.toLowerCase());
  const [, name = '', number = '1'] = /^(.*?)(?:\s+(\d+))?$/.exec(label) ?? [];
  const button = called(label)[0] ?? called(name)[Number(number) - 1];
  return button && { place: { channel, ts }, actionId: button.actionId };
}

async function newestCard({ person, channel }: Seat) {
  const card = (await person.messages(channel)).findLast(({ bot_id }) => bot_id !== undefined);
  if (card) return card;
  throw new TaskError('no_task', 'There is no task to reply to.', {
    whose: 'yours',
    remedy: 'Ask for one first: /agent …',
  });
}
