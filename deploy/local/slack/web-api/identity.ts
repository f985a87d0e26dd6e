import * as z from 'zod';
import { APP, TEAM } from '../workspace/team.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError } from './api-error.ts';
import { type Methods, method } from './method.ts';
import { userObject } from './shapes.ts';

/** Who is who: the token, the bot, the people. */
export function identityMethods({ people }: Pick<Workspace, 'people'>, url: string): Methods {
  return {
    'auth.test': {
      token: 'any',
      answer: () => ({
        url: `${url}/`,
        team: TEAM.name,
        user: APP.name,
        team_id: TEAM.id,
        user_id: APP.botUser,
        bot_id: APP.botId,
        app_id: APP.id,
        is_enterprise_install: false,
      }),
    },
    'bots.info': method(z.object({ bot: z.string().optional() }), ({ bot }) => {
      if (bot !== undefined && bot !== APP.botId) throw new ApiError('bot_not_found');
      const { botId: id, id: appId, botUser, name } = APP;
      return { bot: { id, deleted: false, name, updated: 0, app_id: appId, user_id: botUser, icons: {} } };
    }),
    'users.info': method(z.object({ user: z.string() }), ({ user }) => {
      if (user === APP.botUser) return { user: userObject({ id: APP.botUser, name: APP.name }, true) };
      const profile = people.find(user);
      if (profile === undefined) throw new ApiError('user_not_found');
      return { user: userObject(profile, false) };
    }),
  };
}
