import { matchesAny } from './protected.ts';

/** Whether nobody wrote a file by hand: lock files, what tools are known to write, and what the policy names. */
export const isGenerated = (path: string, globs: readonly string[]): boolean =>
  LOCK_FILES.test(path) || WRITTEN_BY_TOOLS.test(path) || matchesAny(path, globs);

const LOCK_FILES =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?|deno\.lock|(?:poetry|uv|pdm|Pipfile|Cargo|composer|Gemfile|mix|pubspec|flake)\.lock|go\.(?:work\.)?sum|gradle\.lockfile|packages\.lock\.json|Package\.resolved|Podfile\.lock)$/;

const WRITTEN_BY_TOOLS =
  /(?:\.min\.(?:js|css)|\.(?:js|css)\.map|\.snap|\.pb\.(?:go|cc|h)|_pb2(?:_grpc)?\.pyi?|\.g\.dart|\.generated\.[a-z]+|\.designer\.cs)$/i;
