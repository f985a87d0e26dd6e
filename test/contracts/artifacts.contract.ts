import { expect } from 'vitest';
import type { Artifacts } from '#shared/ports.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { contract, type Options } from './contract.ts';

export interface OpenedArtifacts {
  readonly artifacts: Artifacts;
  /** One more on the same files, as another process would have it. */
  another(): Promise<Artifacts>;
  close(): Promise<void>;
}

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
    promise('a file comes back as it was put, byte for byte', async ({ artifacts, another }) => {
      const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
      await artifacts.put(named('every.bin'), everyByte);
      expect(await read(artifacts, 'every.bin')).toEqual([...everyByte]);
      expect(await read(await another(), 'every.bin')).toEqual([...everyByte]);
    });

    promise('whether there is one can be asked without reading it', async ({ artifacts, another }) => {
      expect(await artifacts.has(named('every.bin'))).toBe(false);
      await artifacts.put(named('every.bin'), bytes('x'));
      expect(await (await another()).has(named('every.bin'))).toBe(true);
      expect(await artifacts.has(named('every.bin', 2))).toBe(false);
    });

    promise('an empty file is a file', async ({ artifacts }) => {
      await artifacts.put(named('empty.log'), new Uint8Array());
      expect(await read(artifacts, 'empty.log')).toEqual([]);
    });

    promise('a file of some megabytes is kept whole', async ({ artifacts }) => {
      await artifacts.put(named('big.log'), new Uint8Array(5_000_000).fill(7));
      expect((await artifacts.get(named('big.log')))?.length).toBe(5_000_000);
    });

    promise('a file that nobody put is not there', async ({ artifacts }) => {
      expect(await artifacts.get(named('none.log'))).toBeUndefined();
      await artifacts.put(named('one.log'), bytes('one'));
      expect(await artifacts.get(named('none.log'))).toBeUndefined();
      expect(await artifacts.get(named('one.log', 2))).toBeUndefined();
    });

    promise('putting a file again replaces it', async ({ artifacts }) => {
      await artifacts.put(named('log.txt'), bytes('a longer first one'));
      await artifacts.put(named('log.txt'), bytes('second'));
      expect(await read(artifacts, 'log.txt')).toEqual([...bytes('second')]);
    });

    promise('of many who put one file at once, one has put it whole', async ({ artifacts, another }) => {
      const other = await another();
      const contents = Array.from({ length: 20 }, (_, index) => new Uint8Array(50_000 + index).fill(index));
      await Promise.all(
        contents.map((content, index) => (index % 2 ? artifacts : other).put(named('log.txt'), content)),
      );
      const found = (await artifacts.get(named('log.txt'))) ?? new Uint8Array();
      expect(found.length).toBe(50_000 + Number(found[0]));
      expect(found.every((byte) => byte === found[0])).toBe(true);
    });

    promise('any name the rules allow works', async ({ artifacts }) => {
      const files = ['a', '.hidden', '...', '-rf', 'Test-report_1.2.xml', 'x'.repeat(100)];
      for (const file of files) await artifacts.put(named(file), bytes(file));
      for (const file of files) expect(await read(artifacts, file)).toEqual([...bytes(file)]);
    });

    promise('a name that is none is refused, and says what names are like', async ({ artifacts }) => {
      for (const unfit of UNFIT) {
        const refusal = { code: 'artifact_name_invalid', remedy: expect.stringContaining('<task>/<attempt>/<file>') };
        await expect(artifacts.put(unfit, bytes('x')), unfit).rejects.toMatchObject(refusal);
        await expect(artifacts.get(unfit), unfit).rejects.toMatchObject(refusal);
        await expect(artifacts.link(unfit), unfit).rejects.toMatchObject(refusal);
      }
    });

    promise('a link is an address that names the file', async ({ artifacts }) => {
      await artifacts.put(named('log.txt'), bytes('x'));
      const link = new URL(await artifacts.link(named('log.txt')));
      expect(link.protocol).toMatch(/^https?:$/);
      expect(decodeURIComponent(link.pathname)).toContain(named('log.txt'));
    });
  });
}

async function read(artifacts: Artifacts, file: string): Promise<readonly number[]> {
  return [...((await artifacts.get(named(file))) ?? bytes('nothing is there'))];
}
