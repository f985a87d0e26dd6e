import { expect, test } from 'vitest';
import { hostOf } from '#worker/model/gemini/vertex.ts';

test.each([
  ['global', 'aiplatform.googleapis.com'],
  ['eu', 'aiplatform.eu.rep.googleapis.com'],
  ['europe-west4', 'europe-west4-aiplatform.googleapis.com'],
])('Vertex AI in %s is called at %s', (location, host) => {
  expect(hostOf(location)).toBe(host);
});
