import { keepsTheContract } from '../task-queue.contract.ts';
import { openCloudTasks } from './cloud-tasks.ts';

keepsTheContract('cloud-tasks', async () => {
  const { instance, close } = await openCloudTasks();
  return { queue: await instance(), another: () => instance(), close };
});
