import { type ChannelOptions, type Channels, createChannels, defaultChannels } from './channels.ts';
import { openDatabase } from './database.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { createEphemerals, type Ephemerals } from './ephemerals.ts';
import { createFeed, type Feed } from './feed.ts';
import { createFiles, type Files } from './files.ts';
import { createHomes, type Homes } from './homes.ts';
import { createIds, type Ids } from './ids.ts';
import { newestTs } from './message-table.ts';
import { createMessages, type Messages } from './messages.ts';
import { createModals, type Modals } from './modals.ts';
import { createPeople, DEFAULT_PEOPLE, type People, type PersonProfile } from './people.ts';
import { createResponseUrls, type ResponseUrls } from './response-urls.ts';
import { createTriggers, type Triggers } from './triggers.ts';

export interface WorkspaceOptions {
  readonly dataFile?: string | undefined;
  readonly people?: readonly PersonProfile[] | undefined;
  readonly channels?: readonly ChannelOptions[] | undefined;
  readonly now: () => number;
  readonly triggerLifetimeMs: number;
}

/** Everything Slack knows. Each part stands alone; a reader of this page knows what the local Slack can remember. */
export interface Workspace {
  readonly now: () => number;
  readonly ids: Ids;
  readonly feed: Feed;
  readonly people: People;
  readonly channels: Channels;
  readonly messages: Messages;
  readonly ephemerals: Ephemerals;
  readonly modals: Modals;
  readonly homes: Homes;
  readonly drafts: Drafts;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly files: Files;
  close(): void;
}

export function openWorkspace(options: WorkspaceOptions): Workspace {
  const { now } = options;
  const people = createPeople(options.people ?? DEFAULT_PEOPLE);
  const database = openDatabase(options.dataFile);
  const ids = createIds(now, newestTs(database));
  const feed = createFeed();
  return {
    now,
    ids,
    feed,
    people,
    channels: createChannels(database, people, options.channels ?? defaultChannels(people)),
    messages: createMessages(database, ids, feed),
    ephemerals: createEphemerals(ids, feed),
    modals: createModals(ids, feed),
    homes: createHomes(database, ids, feed),
    drafts: createDrafts(),
    triggers: createTriggers(ids, now, options.triggerLifetimeMs),
    responseUrls: createResponseUrls(ids, now),
    files: createFiles(database, ids, now),
    close: () => database.close(),
  };
}
