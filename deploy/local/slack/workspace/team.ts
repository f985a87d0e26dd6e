/** The one workspace, the one app and its bot user. The tokens open nothing but this stand-in, so they may be public. */
export const TEAM = { id: 'T0BELLHOP', name: 'Bellhop playground', domain: 'bellhop-playground' } as const;

export const APP = {
  id: 'A0BELLHOP',
  name: 'bellhop',
  botId: 'B0BELLHOP',
  botUser: 'U0BELLHOP',
  botToken: 'xoxb-local-slack-bot',
  appToken: 'xapp-local-slack-app',
  verificationToken: 'local-slack-verification',
} as const;

/** Slackbot speaks for Slack itself: failed commands and the like. */
export const SLACKBOT = { id: 'USLACKBOT', name: 'slackbot' } as const;

/** What `bot_profile` holds on every message of the app. */
export const BOT_PROFILE = { id: APP.botId, app_id: APP.id, name: APP.name, deleted: false, team_id: TEAM.id } as const;
