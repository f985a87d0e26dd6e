import { clipTail } from '#shared/text/clip.ts';
import { ranOver, runProgram } from './program.ts';

/** Git on the host, on one repository. It reads and writes what it is told to and runs nothing a repository brings. */
export interface Git {
  /** Its git directory: outside every workspace, shown to sandboxes read-only. */
  readonly directory: string;
  /** Standard output, exactly. Rejects with a `GitError`. */
  run(args: readonly string[], how?: How): Promise<string>;
}

interface How {
  /** Folder with the files, for commands that need one. */
  readonly workTree?: string;
  readonly indexFile?: string;
  readonly input?: string;
  /** Whom the other side believes us to be. */
  readonly credential?: Credential;
  /** Of more output than this the beginning will do. */
  readonly firstBytes?: number;
  /** One character for each byte of output that is not text all through. */
  readonly encoding?: 'latin1';
  readonly signal?: AbortSignal;
}

export interface Credential {
  readonly url: string;
  readonly token: string;
}

export class GitError extends Error {
  readonly complaint: string;

  constructor(command: string, complaint: string, cause: unknown) {
    super(`git ${command} failed: ${complaint}`, { cause });
    this.name = 'GitError';
    this.complaint = complaint;
  }
}

/** Git on a git directory. Of our environment it inherits what it needs to reach a host, and no more. */
export function openGit(directory: string, environment: NodeJS.ProcessEnv): Git {
  const inherited = Object.fromEntries(INHERITED.map((name) => [name, environment[name]]));
  return {
    directory,
    async run(args, how = {}) {
      const ended = await runProgram('git', [...SAFETY, ...args], {
        cwd: how.workTree ?? '/',
        env: { ...inherited, ...ISOLATION, GIT_DIR: directory, ...settings(how) },
        input: how.input ?? '',
        mostBytes: how.firstBytes ?? MOST_BYTES,
        ...(how.encoding && { encoding: how.encoding }),
        signal: how.signal,
      });
      how.signal?.throwIfAborted();
      const isEnough = how.firstBytes !== undefined && ranOver(ended);
      if (ended.error && !isEnough)
        throw new GitError(args[0] ?? '', clipTail(ended.stderr.trim(), 1_000), ended.error);
      return ended.stdout;
    },
  };
}

const MOST_BYTES = 256 * 1024 * 1024;

/** Programs, the way out through a company's proxy, and whom to trust there. */
const INHERITED = [
  'PATH',
  ...['http_proxy', 'https_proxy', 'no_proxy', 'HTTPS_PROXY', 'NO_PROXY'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'GIT_SSL_CAINFO'],
];

/** Faults that old repositories have and that do no harm, and those of submodules, which nobody here ever looks into. */
const OVERLOOKED = [
  ...['zeroPaddedFilemode', 'badTimezone', 'missingSpaceBeforeDate', 'missingEmail', 'badEmail', 'multipleAuthors'],
  ...['gitmodulesUpdate', 'gitmodulesUrl', 'gitmodulesPath', 'gitmodulesName', 'gitmodulesParse', 'gitmodulesMissing'],
];

/** Above any configuration a repository could bring: no hooks, watchers, submodules, signatures, or work behind our back. */
const SAFETY = [
  ...[
    'core.hooksPath=/dev/null',
    'core.fsmonitor=false',
    'core.attributesFile=/dev/null',
    'core.excludesFile=/dev/null',
  ],
  ...['submodule.recurse=false', 'fetch.recurseSubmodules=false', 'commit.gpgSign=false', 'credential.helper='],
  ...['gc.auto=0', 'maintenance.auto=false', 'http.followRedirects=false', 'core.pager=cat', 'core.editor=false'],
  // What comes is looked at, and kept as the one pack that it came as.
  ...['fetch.fsckObjects=true', 'fetch.unpackLimit=1', ...OVERLOOKED.map((fault) => `fetch.fsck.${fault}=ignore`)],
  // What the agent's own git is told to overlook for speed, ours must not.
  ...['core.checkStat=default', 'core.trustctime=true'],
].flatMap((setting) => ['-c', setting]);

const ISOLATION = {
  HOME: '/nonexistent',
  XDG_CONFIG_HOME: '/nonexistent',
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_ALLOW_PROTOCOL: 'http:https',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: 'false',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_LITERAL_PATHSPECS: '1',
  ...identity('AUTHOR'),
  ...identity('COMMITTER'),
};

function identity(role: 'AUTHOR' | 'COMMITTER'): Record<string, string> {
  return { [`GIT_${role}_NAME`]: 'Bellhop', [`GIT_${role}_EMAIL`]: 'bellhop@bellhop.invalid' };
}

function settings({ workTree, indexFile, credential }: How): Record<string, string> {
  return {
    ...(workTree && { GIT_WORK_TREE: workTree }),
    ...(indexFile && { GIT_INDEX_FILE: indexFile }),
    ...(credential && authorisation(credential)),
  };
}

/** In the environment of this one process: arguments show in process lists, and configuration files outlive it. */
function authorisation({ url, token }: Credential): Record<string, string> {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${url}.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  };
}
