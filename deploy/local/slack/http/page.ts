import { type Context, Hono } from 'hono';
import { routeOfPermalink, writeRoute } from '../page/state/route.ts';
import { bundlePage, type PageBundle } from './bundle.ts';
import { PAGE_HTML, PAGE_ICON } from './page-shell.ts';

/** The page people open in a browser. Its code is bundled when it is first asked for, and once. */
export function pageRoutes(url: string): Hono {
  let bundling: Promise<PageBundle> | undefined;
  const bundle = () => {
    bundling ??= bundlePage();
    return bundling;
  };
  const headers = pageHeaders(url);
  const send = (context: Context, type: string, body: string) =>
    context.body(body, 200, { ...headers, 'content-type': `${type}; charset=utf-8` });
  const routes = new Hono();
  routes.get('/', (context) => send(context, 'text/html', PAGE_HTML));
  routes.get('/page/script.js', async (context) => send(context, 'text/javascript', (await bundle()).script));
  routes.get('/page/style.css', async (context) => send(context, 'text/css', (await bundle()).style));
  routes.get('/page/icon.svg', (context) => send(context, 'image/svg+xml', PAGE_ICON));
  // Permalinks, as apps get them from `chat.getPermalink`.
  routes.get('/archives/*', (context) => {
    const route = routeOfPermalink(new URL(context.req.url));
    return route === undefined ? context.notFound() : context.redirect(`/${writeRoute(route)}`);
  });
  return routes;
}

/** Only our own script and style, talking only to us; nothing may frame it, and nobody learns where a link was clicked. */
function pageHeaders(url: string): Readonly<Record<string, string>> {
  const sockets = [url, url.replace('127.0.0.1', 'localhost')].map((address) => address.replace('http', 'ws'));
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${sockets.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  };
}
