import { Hono } from 'hono';
import type { Host } from '../host.ts';
import { pageRoutes } from '../pages/pull-request.ts';
import { appRoutes } from './apps.ts';
import { contentsRoutes } from './contents.ts';
import { pullRoutes } from './pulls.ts';
import { answerRefusal, notFound } from './refusal.ts';
import { repositoryRoutes } from './repository.ts';
import { API_PATH } from './shapes.ts';

/** Every route but git's, one line each. */
export function routes(host: Host) {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('date', new Date(host.now()).toUTCString()); // Clients with another clock correct theirs by it.
    context.header('cache-control', 'no-store');
  });
  app.route(API_PATH, appRoutes(host));
  app.route(API_PATH, repositoryRoutes(host));
  app.route(API_PATH, contentsRoutes(host));
  app.route(API_PATH, pullRoutes(host));
  app.route('/', pageRoutes(host));
  app.onError((error, context) => answerRefusal(context, error));
  app.notFound((context) => answerRefusal(context, notFound()));
  return app;
}
