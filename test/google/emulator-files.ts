import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export type EmulatorKind = 'firestore' | 'pubsub';

/** How to start each of Google's emulators, the port apart; or why they cannot be started here. */
export type EmulatorFiles = { readonly commands: Readonly<Record<EmulatorKind, readonly string[]>> } | { why: string };

/** Looks where Google's SDK keeps them. They need Java. */
export function findEmulators(): EmulatorFiles {
  if (spawnSync('java', ['-version']).status !== 0) return { why: 'Java is not installed' };
  const platform = platformFolder();
  if (!platform) return { why: "Google's SDK (gcloud) is not installed" };
  const firestore = jarIn(join(platform, 'cloud-firestore-emulator'), /^cloud-firestore-emulator\.jar$/);
  const pubsub = jarIn(join(platform, 'pubsub-emulator', 'lib'), /^cloud-pubsub-emulator-.*-all\.jar$/);
  if (!firestore || !pubsub) return { why: "Google's SDK lacks the emulator of Firestore or of Pub/Sub" };
  const main = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';
  return {
    commands: { firestore: [...JAVA, '-cp', firestore, main], pubsub: [...JAVA, '-jar', pubsub] },
  };
}

/** Error texts in English, and no more memory than a test needs. */
const JAVA = ['-Duser.language=en', '-Xmx768m', '-XX:+UseSerialGC'];

function platformFolder(): string | undefined {
  const gcloud = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'gcloud'));
  const found = gcloud.find((file) => existsSync(file));
  return found && join(dirname(realpathSync(found)), '..', 'platform');
}

function jarIn(folder: string, name: RegExp): string | undefined {
  const found = existsSync(folder) ? readdirSync(folder).find((file) => name.test(file)) : undefined;
  return found && join(folder, found);
}
