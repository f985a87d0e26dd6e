import type { TestStack, Wants } from './stack.ts';

export const STACKS = ['embedded', 'google'] as const;
export type StackName = (typeof STACKS)[number];

/** The one this run of tests is for. */
export function stackOfTests(): StackName {
  return process.env.BELLHOP_TEST_STACK === 'google' ? 'google' : 'embedded';
}

/** Nothing of the others is loaded. */
export async function openStack(name: StackName, wants: Wants = {}): Promise<TestStack> {
  if (name === 'google') return (await import('./google.ts')).googleTestStack(wants);
  return (await import('./embedded.ts')).embeddedTestStack(wants);
}
