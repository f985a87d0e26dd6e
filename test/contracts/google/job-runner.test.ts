import { keepsTheContract } from '../job-runner.contract.ts';
import { openCloudRun } from './cloud-run.ts';

keepsTheContract('cloud-run', async () => {
  const { open, close } = await openCloudRun();
  return { runner: open(), another: async () => open(), close };
});
