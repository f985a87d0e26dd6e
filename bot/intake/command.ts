import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { repositoriesFor } from '#shared/task/policy.ts';
import { isTaskId, type Person } from '#shared/task/task.ts';
import { admit } from '../dispatch/admission.ts';
import { checkReport } from '../views/admission.ts';
import type { Message } from '../views/message.ts';
import { accepted, emptyRequest, help, unknownCommand, unknownTask } from '../views/messages.ts';
import { list, status } from '../views/task-messages.ts';
import { taskModal } from '../views/task-modal.ts';
import type { Intake } from './intake.ts';
import { memoryFor } from './memory.ts';
import { type Asked, type Command, parseCommand } from './parse-command.ts';
import { requestFrom } from './submit.ts';

type Args = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/** `/agent …`: a task, the form, or a question about tasks. The ack carries the answer, after whatever had to be durable. */
export const command =
  (needs: Intake) =>
  async (args: Args): Promise<void> => {
    const { command, ack } = args;
    const by = { id: command.user_id, name: command.user_name };
    const known = repositoriesFor(needs.policy, by.id);
    const parsed = parseCommand(command.text, Object.keys(needs.policy.repositories));
    switch (parsed.kind) {
      case 'form':
        await openForm(needs, args, known);
        return ack();
      case 'help':
        return ack(forTheirEyes(help(known)));
      case 'empty':
        return ack(forTheirEyes(emptyRequest()));
      case 'unknown':
        return ack(forTheirEyes(unknownCommand(parsed.word)));
      case 'list':
        return ack(forTheirEyes(list(await needs.linked(await needs.store.askedBy(by.id, 100)), needs.now())));
      case 'status':
        return ack(forTheirEyes(await statusFor(needs, parsed)));
      case 'memory':
        return ack(forTheirEyes(await memoryFor(needs, by.id, parsed.repository)));
      case 'check':
        await ack();
        return check(needs, args, by, parsed.asked);
      case 'task':
        return start(needs, args, by, parsed.asked);
      default:
        return parsed satisfies never;
    }
  };

/** Slack takes a trigger for 3 seconds: the form opens before anything that could be slow. */
async function openForm({ interactive }: Intake, { command }: Args, repositories: readonly string[]): Promise<void> {
  const view = taskModal({ repositories, defaults: {}, metadata: { channel: command.channel_id } });
  await interactive.views.open({ trigger_id: command.trigger_id, view });
}

async function statusFor(
  { store, linked, look }: Intake,
  { task }: Extract<Command, { kind: 'status' }>,
): Promise<Message> {
  const stored = isTaskId(task) ? await store.read(task) : undefined;
  if (stored) void look(stored.task);
  const [listed] = stored ? await linked([stored.task]) : [];
  return listed ? status(listed) : unknownTask(task);
}

/** Admission alone: nothing is started, nothing is stored. */
async function check(needs: Intake, { command, respond }: Args, requester: Person, asked: Asked): Promise<void> {
  const name = await needs.channelName(command.channel_id);
  const channel = { id: command.channel_id, ...(name && { name }) };
  const request = requestFrom(asked, needs.policy, needs.redact);
  const checks = await admit({ request, requester, channel }, needs.admission);
  const { text, blocks } = checkReport(checks);
  await respond({ response_type: 'ephemeral', text, blocks });
}

async function start(needs: Intake, { command, ack }: Args, requester: Person, asked: Asked): Promise<void> {
  const task = await needs.submit({
    key: `command ${command.team_id} ${command.trigger_id}`,
    asked,
    requester,
    thread: { team: command.team_id, channel: command.channel_id },
  });
  await ack(forTheirEyes(accepted(task)));
}

const forTheirEyes = ({ text, blocks }: Message) => ({ response_type: 'ephemeral' as const, text, blocks });
