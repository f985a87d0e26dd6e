/** The two halves of `owner/name`; undefined for text that no repository on GitHub can be called. */
export function splitName(repository: string): { owner: string; repo: string } | undefined {
  const [, owner, repo] = /^([A-Za-z0-9][\w-]{0,99})\/([\w.-]{1,100})$/.exec(repository) ?? [];
  if (owner === undefined || repo === undefined || /^\.{1,2}$/.test(repo)) return undefined;
  return { owner, repo };
}

/** Whether a path can be a file's in a repository; `..` would turn the request into another one. */
export function isFilePath(path: string): boolean {
  return path !== '' && path.split('/').every((part) => !['', '.', '..'].includes(part));
}
