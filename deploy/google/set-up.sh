#!/usr/bin/env bash
# Makes all that Bellhop stands on in a project of Google Cloud. What is there already stays as it is; run it again after a change.
#
#   PROJECT=my-project REGION=europe-west1 IMAGE=europe-west1-docker.pkg.dev/my-project/bellhop/bellhop:1 deploy/google/set-up.sh
set -euo pipefail
: "${PROJECT:?the id of the project}" "${REGION:?the region, like europe-west1}" "${IMAGE:?an image of this repository with Node 24, git and bubblewrap}"
here="$(cd "$(dirname "$0")" && pwd)"
account() { echo "$1@${PROJECT}.iam.gserviceaccount.com"; }
g() { gcloud --project="$PROJECT" --quiet "$@"; }
# Creates with the second command unless the first one finds it.
there_or() { local look="$1"; shift; eval "$look" >/dev/null 2>&1 || "$@"; }

g services enable firestore.googleapis.com cloudtasks.googleapis.com run.googleapis.com pubsub.googleapis.com \
  storage.googleapis.com secretmanager.googleapis.com iamcredentials.googleapis.com aiplatform.googleapis.com

# Three accounts. The worker may publish to one topic and call the model, and nothing else: it runs strangers' code.
for name in bellhop-bot bellhop-worker bellhop-dispatcher; do
  there_or "g iam service-accounts describe $(account "$name")" g iam service-accounts create "$name"
done

# Records. Fields that hold long text are kept out of the indexes, and what may vanish has a time to live.
there_or "g firestore databases describe --database='(default)'" \
  g firestore databases create --database='(default)' --location="$REGION"
PROJECT="$PROJECT" "$here/firestore.sh"

# Work. Deliveries come again for as long as the sweep would put the task back anyway.
there_or "g tasks queues describe bellhop --location=$REGION" g tasks queues create bellhop --location="$REGION" \
  --max-dispatches-per-second=20 --max-concurrent-dispatches=50 --max-attempts=100 --min-backoff=1s --max-backoff=60s

# Events, in order. Who may say and hear them is set there, too.
PROJECT="$PROJECT" REGION="$REGION" WORKER="$(account bellhop-worker)" BOT="$(account bellhop-bot)" "$here/pubsub.sh"

# Files of attempts, thrown away after a quarter of a year. Nobody outside may ever list or read them.
there_or "g storage buckets describe gs://$PROJECT-bellhop" g storage buckets create "gs://$PROJECT-bellhop" \
  --location="$REGION" --uniform-bucket-level-access --public-access-prevention
g storage buckets update "gs://$PROJECT-bellhop" --lifecycle-file="$here/bucket-lifecycle.json"

# Workers: gen2 runs bubblewrap. An execution is tried once; the bot decides about another attempt.
there_or "g run jobs describe bellhop-worker --region=$REGION" g run jobs create bellhop-worker --region="$REGION" \
  --image="$IMAGE" --command=node --args=worker/main.ts --service-account="$(account bellhop-worker)" \
  --max-retries=0 --task-timeout=2h --cpu=2 --memory=8Gi

grant() { g projects add-iam-policy-binding "$PROJECT" --member="serviceAccount:$(account "$1")" --role="$2" --condition=None >/dev/null; }
grant bellhop-bot roles/datastore.user
grant bellhop-bot roles/cloudtasks.enqueuer
grant bellhop-bot roles/cloudtasks.viewer
grant bellhop-worker roles/aiplatform.user
g run jobs add-iam-policy-binding bellhop-worker --region="$REGION" \
  --member="serviceAccount:$(account bellhop-bot)" --role=roles/run.developer >/dev/null
for role in storage.objectUser storage.legacyBucketReader; do
  g storage buckets add-iam-policy-binding "gs://$PROJECT-bellhop" \
    --member="serviceAccount:$(account bellhop-bot)" --role="roles/$role" >/dev/null
done
# The bot starts jobs as the worker, lets Cloud Tasks call as the dispatcher, and signs addresses as itself.
for name in bellhop-worker bellhop-dispatcher; do
  g iam service-accounts add-iam-policy-binding "$(account "$name")" \
    --member="serviceAccount:$(account bellhop-bot)" --role=roles/iam.serviceAccountUser >/dev/null
done
g iam service-accounts add-iam-policy-binding "$(account bellhop-bot)" \
  --member="serviceAccount:$(account bellhop-bot)" --role=roles/iam.serviceAccountTokenCreator >/dev/null
