const NAME = /^[a-z][a-z0-9-]{0,62}$/;

/** Whether an execution could be called so: whatever else it is, it must not end up in the path of another resource. */
export const isName = (execution: string): boolean => NAME.test(execution);

/** What an execution is called within its job. */
export function shortNameOf(execution: { readonly name?: string | null } | null | undefined): string | undefined {
  const name = execution?.name?.split('/').at(-1);
  return name !== undefined && isName(name) ? name : undefined;
}
