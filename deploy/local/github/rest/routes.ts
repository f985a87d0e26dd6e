import { Hono } from 'hono';
import type { Host } from '../host.ts';
import { errorPage } from '../pages/error-page.ts';
import { pageRoutes } from '../pages/routes.ts';
import { appRoutes } from './apps.ts';
import { checkRunRoutes } from './check-runs.ts';
import { contentsRoutes } from './contents.ts';
import { presentationRoutes } from './presentation.ts';
import { pullRoutes } from './pulls.ts';
import { answerRefusal, notFound } from './refusal.ts';
import { remarkRoutes } from './remarks.ts';
import { repositoryRoutes } from './repository.ts';
import { API_PATH } from './shapes.ts';

/** Every route but git's, one line each. */
export function routes(host: Host) {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('date', new Date(host.now()).toUTCString()); // Clients with another clock correct theirs by it.
    context.header('cache-control', 'no-store');
    for (const [name, value] of Object.entries(HARMLESS)) context.header(name, value);
  });
  app.route(API_PATH, appRoutes(host));
  app.route(API_PATH, checkRunRoutes(host)); // Before `commits/:ref`, which would take `…/check-runs` for a part of the ref.
  app.route(API_PATH, repositoryRoutes(host));
  app.route(API_PATH, contentsRoutes(host));
  app.route(API_PATH, pullRoutes(host));
  app.route(API_PATH, presentationRoutes(host));
  app.route(API_PATH, remarkRoutes(host));
  app.all(`${API_PATH}/*`, () => {
    throw notFound();
  });
  app.route('/', pageRoutes(host));
  app.onError((error, context) => answerRefusal(context, error));
  app.notFound((context) => errorPage(context, notFound()));
  return app;
}

/** A page shows text of strangers: it runs nothing, loads nothing but its style, and nobody frames it. */
const HARMLESS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // `no-referrer` would make a browser hide the origin of our own forms as well.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
