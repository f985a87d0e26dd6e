import { keepsTheContract } from '../task-events.contract.ts';
import { pubsubPlace } from './pubsub-place.ts';

keepsTheContract('pubsub', async () => {
  const place = await pubsubPlace();
  return {
    reader: place.reader(),
    writer: async (task, attempt) => place.writer({ task, attempt }),
    close: place.close,
  };
});
