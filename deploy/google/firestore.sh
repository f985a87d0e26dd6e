#!/usr/bin/env bash
# Brings the indexes, exemptions and times to live of firestore.indexes.json to a project's default database.
#   PROJECT=my-project deploy/google/firestore.sh
set -euo pipefail
: "${PROJECT:?the id of the project}"
here="$(cd "$(dirname "$0")" && pwd)"

# Each line is what follows `gcloud firestore`. An index that is there already is reported as such, and is no error.
commands() {
  node --input-type=module - "$here/firestore.indexes.json" <<'JS'
import { readFileSync } from 'node:fs';
const { indexes, fieldOverrides } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const kindOf = ({ order, arrayConfig }) => (order ? `order=${order.toLowerCase()}` : `array-config=${arrayConfig.toLowerCase()}`);
for (const { collectionGroup, fields } of indexes) {
  const configs = fields.map((field) => `--field-config=field-path=${field.fieldPath},${kindOf(field)}`);
  console.log(['indexes composite create', `--collection-group=${collectionGroup}`, ...configs].join(' '));
}
for (const { collectionGroup, fieldPath, indexes, ttl } of fieldOverrides) {
  const on = `'${fieldPath}' --collection-group=${collectionGroup}`;
  const chosen = indexes.map((index) => `--index=${kindOf(index)}`).join(' ') || '--disable-indexes';
  console.log(`indexes fields update ${on} ${chosen}`);
  if (ttl) console.log(`fields ttls update ${on} --enable-ttl`);
}
JS
}

commands | while read -r command; do
  eval "gcloud --project=$PROJECT --quiet firestore $command --async" </dev/null 2>&1 | grep -v 'already exists' || true
done
