import type { Workspace } from '../workspace/workspace.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import { identityMethods } from './identity.ts';
import type { Methods } from './method.ts';
import { reactionMethods } from './reactions.ts';
import { viewMethods } from './views.ts';

/** Every Web API method this Slack answers. Anything else is `unknown_method`. */
export function webApiMethods(workspace: Workspace, url: string, openConnection: () => string): Methods {
  return {
    ...identityMethods(workspace, url),
    ...chatMethods(workspace, url),
    ...conversationMethods(workspace),
    ...reactionMethods(workspace),
    ...viewMethods(workspace),
    ...fileMethods(workspace, url),
    'apps.connections.open': { token: 'app', answer: () => ({ url: openConnection() }) },
  };
}
