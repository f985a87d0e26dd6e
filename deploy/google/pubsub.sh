#!/usr/bin/env bash
# Sets up Pub/Sub as Bellhop's TaskEvents. May be run again: what is there already is kept.
#   PROJECT=my-project REGION=europe-west1 WORKER=worker@… BOT=bot@… deploy/google/pubsub.sh
set -euo pipefail
: "${PROJECT:?the project id}" "${REGION:?where bot and workers run}"
: "${WORKER:?the service account of workers}" "${BOT:?the service account of the bot}"

TOPIC=bellhop-events
SUBSCRIPTION=bellhop-events
DEAD=bellhop-events-dead

pubsub() { gcloud --project="$PROJECT" --quiet pubsub "$@"; }

topic() { pubsub topics describe "$1" >/dev/null 2>&1 || pubsub topics create "$@"; }

subscription() { pubsub subscriptions describe "$1" >/dev/null 2>&1 || pubsub subscriptions create "$@"; }

# Order holds within a region, so there is only one.
topic "$TOPIC" --message-storage-policy-allowed-regions="$REGION"
topic "$DEAD" --message-storage-policy-allowed-regions="$REGION"

# A dead-letter topic without a subscription keeps nothing.
subscription "$DEAD-kept" --topic="$DEAD" --message-retention-duration=31d --expiration-period=never

# Ordering can be chosen only now. By default a subscription is deleted after 31 days without use.
# The ack deadline is how long it takes until another bot has what a dead one held.
# A store that is away must not fill the dead letters: with these pauses a hundred deliveries take at least fifteen hours.
subscription "$SUBSCRIPTION" --topic="$TOPIC" \
  --enable-message-ordering --ack-deadline=10 --expiration-period=never --message-retention-duration=7d \
  --min-retry-delay=1s --max-retry-delay=600s \
  --dead-letter-topic="$DEAD" --max-delivery-attempts=100

# Pub/Sub itself moves the dead letters.
number=$(gcloud projects describe "$PROJECT" --format='value(projectNumber)')
agent="serviceAccount:service-$number@gcp-sa-pubsub.iam.gserviceaccount.com"
pubsub topics add-iam-policy-binding "$DEAD" --member="$agent" --role=roles/pubsub.publisher
pubsub subscriptions add-iam-policy-binding "$SUBSCRIPTION" --member="$agent" --role=roles/pubsub.subscriber

# A worker may publish to this one topic, and the bot may read this one subscription.
pubsub topics add-iam-policy-binding "$TOPIC" --member="serviceAccount:$WORKER" --role=roles/pubsub.publisher
for role in subscriber viewer; do
  pubsub subscriptions add-iam-policy-binding "$SUBSCRIPTION" --member="serviceAccount:$BOT" --role="roles/pubsub.$role"
done
