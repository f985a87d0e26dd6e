import type { Provider } from '../problems.ts';

/** Where on Google Cloud a model is asked. */
export interface Place {
  readonly project: string;
  /** A region, several as one (`us`, `eu`), or `global`. */
  readonly location: string;
}

/** Vertex AI, which is asked with application default credentials. */
export const vertexProvider = (model: string, { project, location }: Place): Provider => ({
  model,
  credentials: `let its workers use Vertex AI: application default credentials with roles/aiplatform.user in ${project}, and aiplatform.googleapis.com switched on there`,
  address: `check BELLHOP_MODEL, GOOGLE_CLOUD_PROJECT (${project}) and GOOGLE_CLOUD_LOCATION (${location}, where not every model is served)`,
});

/** Whom to call there. */
export function hostOf(location: string): string {
  if (location === 'global') return 'aiplatform.googleapis.com';
  return ['us', 'eu'].includes(location)
    ? `aiplatform.${location}.rep.googleapis.com`
    : `${location}-aiplatform.googleapis.com`;
}
