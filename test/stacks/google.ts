import { Firestore } from '@google-cloud/firestore';
import { firestoreTaskStore } from '#shared/adapters/google/task-store.ts';
import { raiseCloud } from '../google/cloud.ts';
import type { TestStack, Wants } from './stack.ts';

/** Looks into the project that the bot and its workers share. */
export async function googleTestStack(wants: Wants): Promise<TestStack> {
  const cloud = await raiseCloud(wants);
  const firestore = new Firestore({ projectId: cloud.project });
  const said = new Map<string, string[]>();
  const listener = cloud.pubsub.subscription('test');
  listener.on('message', (message) => {
    message.ack();
    if (message.orderingKey)
      said.set(message.orderingKey, [...(said.get(message.orderingKey) ?? []), `${message.data}`]);
  });
  return {
    env: cloud.env,
    openStore: async () => firestoreTaskStore(firestore),
    published: async (_, task, attempt) => said.get(`${task}-${attempt}`) ?? [],
    close: async () => {
      await listener.close();
      await firestore.terminate();
      await cloud.close();
    },
  };
}
