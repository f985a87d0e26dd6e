import type { protos } from '@google-cloud/run';
import { status } from '@grpc/grpc-js';
import { millisecondsOf } from '../durations.ts';
import { grpcError } from '../grpc.ts';

type Overrides = protos.google.cloud.run.v2.RunJobRequest.IOverrides;

const LONGEST_BYTES = 32_768;
const LONGEST_TIMEOUT_MS = 168 * 3_600_000;

/** What a RunJob wants to be other than the job has it; refused where Cloud Run would refuse it. */
export function readOverrides(overrides: Overrides | null | undefined) {
  const containers = overrides?.containerOverrides ?? [];
  if (containers.length > 1) throw invalid('The job has one container.');
  if ((overrides?.taskCount ?? 0) > 1) throw grpcError(status.UNIMPLEMENTED, 'Executions here have one task.');
  return { env: environmentOf(containers[0]?.env ?? []), ...timeoutOf(overrides?.timeout) };
}

function environmentOf(variables: readonly protos.google.cloud.run.v2.IEnvVar[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const { name, value } of variables) {
    if (!name || /[=\0]/.test(name)) throw invalid('The name of an environment variable is not valid.');
    if (Buffer.byteLength(value ?? '') > LONGEST_BYTES)
      throw invalid(`The value of ${name} is longer than ${LONGEST_BYTES} bytes.`);
    if (name.startsWith('CLOUD_RUN_')) throw invalid(`The name ${name} is reserved.`);
    env[name] = value ?? '';
  }
  return env;
}

function timeoutOf(timeout: protos.google.protobuf.IDuration | null | undefined): { timeoutMs?: number } {
  const timeoutMs = millisecondsOf(timeout);
  if (timeoutMs === undefined) return {};
  if (timeoutMs <= 0 || timeoutMs > LONGEST_TIMEOUT_MS) throw invalid('The timeout is not between 0 and 168 hours.');
  return { timeoutMs };
}

const invalid = (words: string): Error => grpcError(status.INVALID_ARGUMENT, words);
