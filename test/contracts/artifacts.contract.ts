import { expect } from 'vitest';
import type { Artifacts, Place } from '#shared/ports.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { ARTIFACT_BYTES } from '#shared/worker-api.ts';
import { contract, type Options } from './contract.ts';

export interface OpenedArtifacts {
  readonly artifacts: Artifacts;
  /** One more on the same files, as another process would have it. */
  another(): Promise<Artifacts>;
  /** The clock of whoever takes files and serves them goes on. */
  passes(ms: number): void;
  close(): Promise<void>;
}

const HOUR_MS = 60 * 60_000;
const named = (file: string, attempt = 1) => `${taskIdOf('a')}/${attempt}/${file}`;
const bytes = (text: string) => new TextEncoder().encode(text);

const UNFIT = [
  '',
  'log.txt',
  '/etc/passwd',
  `${taskIdOf('a')}/1`,
  named(''),
  named('.'),
  named('..'),
  named('../x'),
  named('a/b'),
  named('a\\b'),
  named('a\u0000b'),
  named('a b'),
  named('ä.txt'),
  named('log.txt\n'),
  named('x'.repeat(101)),
  `${taskIdOf('a')}/../log.txt`,
  `${taskIdOf('a')}/one/log.txt`,
  `T${taskIdOf('a').slice(1)}/1/log.txt`,
  `../${named('log.txt')}`,
];

/** What every store of artifacts promises. */
export function keepsTheContract(adapter: string, open: () => Promise<OpenedArtifacts>, options: Options = {}): void {
  contract({ port: 'Artifacts', adapter }, open, options, (promise) => {
    promise('a file comes back as it was sent, byte for byte', async ({ artifacts, another }) => {
      const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
      await store(artifacts, 'every.bin', everyByte);
      expect(await read(artifacts, 'every.bin')).toEqual([...everyByte]);
      expect(await read(await another(), 'every.bin')).toEqual([...everyByte]);
    });

    promise('whether there is one can be asked without reading it', async ({ artifacts, another }) => {
      expect(await artifacts.has(named('every.bin'))).toBe(false);
      await store(artifacts, 'every.bin', bytes('x'));
      expect(await (await another()).has(named('every.bin'))).toBe(true);
      expect(await artifacts.has(named('every.bin', 2))).toBe(false);
    });

    promise('an empty file is a file', async ({ artifacts }) => {
      await store(artifacts, 'empty.log', new Uint8Array());
      expect(await read(artifacts, 'empty.log')).toEqual([]);
    });

    promise('a file of the largest size is kept whole, and a larger one is refused', async ({ artifacts }) => {
      await store(artifacts, 'big.log', new Uint8Array(ARTIFACT_BYTES).fill(7));
      expect((await bytesOf(artifacts, 'big.log'))?.length).toBe(ARTIFACT_BYTES);
      const place = await artifacts.place(named('larger.log'));
      expect(await sent(place, new Uint8Array(ARTIFACT_BYTES + 1))).toSatisfy(isRefusal);
      expect(await artifacts.has(named('larger.log'))).toBe(false);
    });

    promise('a file that nobody sent is not there', async ({ artifacts }) => {
      expect(await artifacts.view(named('none.log'))).toBeUndefined();
      await store(artifacts, 'one.log', bytes('one'));
      expect(await artifacts.view(named('none.log'))).toBeUndefined();
      expect(await artifacts.view(named('one.log', 2))).toBeUndefined();
    });

    promise('a file that is sent to a new place replaces the one that was there', async ({ artifacts, another }) => {
      await store(artifacts, 'log.txt', bytes('a longer first one'));
      await store(await another(), 'log.txt', bytes('second'));
      await store(artifacts, 'log.txt', bytes('third'));
      expect(await read(artifacts, 'log.txt')).toEqual([...bytes('third')]);
    });

    promise('a place takes one file and no second one', async ({ artifacts }) => {
      const place = await artifacts.place(named('log.txt'));
      expect(await sent(place, bytes('first'))).toBeLessThan(300);
      expect(await sent(place, bytes('first'))).toBe(412);
      expect(await sent(place, bytes('second'))).toBe(412);
      expect(await read(artifacts, 'log.txt')).toEqual([...bytes('first')]);
    });

    promise('a file that comes late does not replace a newer one', async ({ artifacts }) => {
      for (const round of ['one', 'two']) {
        const early = await artifacts.place(named('log.txt'));
        await store(artifacts, 'log.txt', bytes(`newer ${round}`));
        expect(await sent(early, bytes('older'))).toBe(412);
        expect(await read(artifacts, 'log.txt')).toEqual([...bytes(`newer ${round}`)]);
      }
    });

    promise('of many who send one file at once, one has stored it whole', async ({ artifacts, another }) => {
      const other = await another();
      const contents = Array.from({ length: 20 }, (_, index) => new Uint8Array(50_000 + index).fill(index));
      const places = await Promise.all(
        contents.map((_, index) => (index % 2 ? artifacts : other).place(named('log.txt'))),
      );
      const answers = await Promise.all(places.map((place, index) => sent(place, contents[index] ?? new Uint8Array())));
      const winners = answers.flatMap((status, index) => (status < 300 ? [index] : []));
      expect([winners.length, answers.filter((status) => status === 412).length]).toEqual([1, 19]);
      const found = await bytesOf(artifacts, 'log.txt');
      expect(Buffer.from(found ?? [])).toEqual(Buffer.from(contents[winners[0] ?? -1] ?? []));
    });

    promise('a place is good for minutes', async ({ artifacts, passes }) => {
      const place = await artifacts.place(named('log.txt'));
      passes(HOUR_MS);
      expect(await sent(place, bytes('late'))).toSatisfy(isRefusal);
      expect(await artifacts.has(named('log.txt'))).toBe(false);
    });

    promise('a place is good for its own name only', async ({ artifacts }) => {
      for (const other of [named('other.txt'), named('log.txt', 2)]) {
        const place = await artifacts.place(named('log.txt'));
        const moved = { ...place, url: place.url.replace(named('log.txt'), other) };
        expect(await sent(moved, bytes('x'))).toSatisfy(isRefusal);
        expect([await artifacts.has(other), await artifacts.has(named('log.txt'))]).toEqual([false, false]);
      }
    });

    promise('a place gives no right to read', async ({ artifacts }) => {
      await store(artifacts, 'log.txt', bytes('what an earlier round wrote'));
      const { url, headers } = await artifacts.place(named('log.txt'));
      const response = await fetch(url, { headers });
      expect(response.status).toSatisfy(isRefusal);
      expect(await response.text()).not.toContain('earlier round');
    });

    promise('a place takes no file with other headers than its own', async ({ artifacts }) => {
      const { url, headers } = await artifacts.place(named('log.txt'));
      for (const name of Object.keys(headers)) {
        const { [name]: _, ...fewer } = headers;
        expect(await sent({ url, headers: fewer }, bytes('x')), `without ${name}`).toSatisfy(isRefusal);
        expect(await sent({ url, headers: { ...headers, [name]: '1' } }, bytes('x')), name).toSatisfy(isRefusal);
      }
      expect(Object.keys(headers)).not.toEqual([]);
      expect(await artifacts.has(named('log.txt'))).toBe(false);
    });

    promise(
      'an address of the store itself serves the file to be saved, not shown, for minutes',
      async ({ artifacts, passes }) => {
        await store(artifacts, 'a.html', bytes('<script>alert(1)</script>'));
        const address = String(await artifacts.view(named('a.html')));
        const response = await fetch(address);
        expect(await response.text()).toBe('<script>alert(1)</script>');
        expect(Object.fromEntries(response.headers)).toMatchObject({
          'content-type': 'application/octet-stream',
          'content-disposition': 'attachment; filename="a.html"',
          'cache-control': 'private, no-store',
        });
        await store(artifacts, 'other.html', bytes('other'));
        expect((await fetch(address.replace('a.html', 'other.html'))).status).toSatisfy(isRefusal);
        expect(await sent({ url: address, headers: {} }, bytes('x'))).toSatisfy(isRefusal);
        passes(HOUR_MS);
        expect((await fetch(address)).status).toSatisfy(isRefusal);
      },
    );

    promise('any name the rules allow works', async ({ artifacts }) => {
      const files = ['a', '.hidden', '...', '-rf', 'Test-report_1.2.xml', 'x'.repeat(100)];
      for (const file of files) await store(artifacts, file, bytes(file));
      for (const file of files) expect(await read(artifacts, file)).toEqual([...bytes(file)]);
    });

    promise('a name that is none is refused, and says what names are like', async ({ artifacts }) => {
      for (const unfit of UNFIT) {
        const refusal = { code: 'artifact_name_invalid', remedy: expect.stringContaining('<task>/<attempt>/<file>') };
        for (const ask of ['place', 'has', 'view'] as const) {
          await expect(artifacts[ask](unfit), `${ask} ${unfit}`).rejects.toMatchObject(refusal);
        }
      }
    });
  });
}

const isRefusal = (status: number) => status >= 400 && status < 500;

async function store(artifacts: Artifacts, file: string, content: Uint8Array<ArrayBuffer>): Promise<void> {
  expect(await sent(await artifacts.place(named(file)), content), file).toBeLessThan(300);
}

/** What the answer was to a PUT there: nothing but the place is known to whoever sends. */
async function sent({ url, headers }: Place, content: Uint8Array<ArrayBuffer>): Promise<number> {
  const response = await fetch(url, { method: 'PUT', headers, body: content, redirect: 'error' });
  await response.arrayBuffer();
  return response.status;
}

async function read(artifacts: Artifacts, file: string): Promise<readonly number[]> {
  return [...((await bytesOf(artifacts, file)) ?? bytes('nothing is there'))];
}

/** As a person gets them who follows the bot's link. */
async function bytesOf(artifacts: Artifacts, file: string): Promise<Uint8Array | undefined> {
  const found = await artifacts.view(named(file));
  return found instanceof URL ? new Uint8Array(await (await fetch(found)).arrayBuffer()) : found;
}
