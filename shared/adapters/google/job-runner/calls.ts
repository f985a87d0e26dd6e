/** What gRPC's numbers mean, of those that mean something here. */
export const CODE = {
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

export type Code = (typeof CODE)[keyof typeof CODE];

/** Whether a call failed for one of these reasons. */
export function failedWith(error: unknown, codes: readonly Code[]): error is Error {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
}

/** For calls that only look, or do nothing more the second time: each try has a deadline of its own. */
export const REPEATABLE = {
  retry: {
    retryCodes: [CODE.deadlineExceeded, CODE.internal, CODE.unavailable],
    backoffSettings: {
      initialRetryDelayMillis: 100,
      retryDelayMultiplier: 2,
      maxRetryDelayMillis: 2_000,
      initialRpcTimeoutMillis: 10_000,
      rpcTimeoutMultiplier: 1,
      maxRpcTimeoutMillis: 10_000,
      totalTimeoutMillis: 25_000,
    },
  },
};
