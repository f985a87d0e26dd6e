import { App } from '@slack/bolt';

// The least a Bolt app can do with a slash command: what our ack time is compared with.
const { SLACK_BOT_TOKEN: token = '', SLACK_APP_TOKEN: appToken = '', SLACK_API_URL: slackApiUrl = '' } = process.env;
const app = new App({ token, appToken, socketMode: true, convoStore: false, clientOptions: { slackApiUrl } });
app.command('/agent', async ({ ack }) => ack('I have it.'));
await app.start();
process.stdout.write('ready\n');
