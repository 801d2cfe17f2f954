import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../tools/listen.ts';
import { FIXTURES } from './pages/fixtures.ts';

/** Pages and pictures for the tests, on two origins of different sites. */
export interface PageServer {
  /** Where the pages live. */
  home: string;
  /** Other sites, with the same content. */
  foreign: string;
  elsewhere: string;
  /** Another origin of the same site. */
  sibling: string;
  /** Serves a page at a path; what it returns is the page's address at home. */
  addPage(path: string, body: string, headers?: Record<string, string>): string;
  /** The picture of every path that ends in the name, whatever is before it and a `~`. */
  addPicture(name: string, bytes: Buffer): void;
  /** How often a path was asked for, at either origin. */
  requestCount(path: string): number;
  /** Headers of all requests for a path, at either origin. */
  requestsOf(path: string): IncomingHttpHeaders[];
  close(): void;
}

interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  delayMs?: number;
  /** There will never be an answer. */
  isStalled?: boolean;
}

const HTML = 'text/html; charset=utf-8';
const HTML_HEADERS = { 'content-type': HTML };

/** What a server can do with a picture, by the first part of the path; the rest names the picture. */
const MANNERS: Record<string, (picture: Buffer, request: IncomingMessage) => Reply> = {
  /** Cacheable, for the own site only. */
  closed: (body) => ({ body, headers: { 'cache-control': 'max-age=3600' } }),
  /** Cacheable, for everyone. */
  open: (body) => ({
    body,
    headers: { 'cache-control': 'max-age=3600', 'access-control-allow-origin': '*' },
  }),
  slow: (body) => ({ body, delayMs: 1500, headers: { 'cache-control': 'max-age=3600' } }),
  'no-store': (body) => ({ body, headers: { 'cache-control': 'no-store' } }),
  'no-cache': (body) => ({ body, headers: { 'cache-control': 'no-cache' } }),
  moved: (_, { url }) => ({
    status: 302,
    headers: { location: (url ?? '').replace('moved', 'closed'), 'cache-control': 'max-age=3600' },
  }),
  /** For those who have signed in. */
  member: (body, { headers }) =>
    headers.cookie?.includes('member=yes')
      ? { body, headers: { 'cache-control': 'private, max-age=3600' } }
      : { status: 403 },
  /** For pages of the home server alone. */
  referred: (body, { headers }) =>
    headers.referer?.startsWith('http://localhost:')
      ? { body, headers: { 'cache-control': 'max-age=3600' } }
      : { status: 403 },
  /** For whoever says that a page of the home server shows it, and for every `<img>`. */
  wary: (body, { headers }) =>
    headers['sec-fetch-dest'] === 'image' || headers.referer?.startsWith('http://localhost:')
      ? { body, headers: { 'cache-control': 'max-age=3600' } }
      : { status: 403, headers: { 'cache-control': 'max-age=3600' } },
  /** Only `<img>` gets the picture; whoever asks otherwise is sent to a page. */
  hotlink: (body, { headers }) =>
    headers['sec-fetch-dest'] === 'image'
      ? { body, headers: { 'cache-control': 'no-store' } }
      : { status: 302, headers: { location: '/login', 'cache-control': 'no-store' } },
  /** Only `<img>` gets the picture; whoever asks otherwise is sent to where the query says. */
  luring: (body, { url, headers }) =>
    headers['sec-fetch-dest'] === 'image'
      ? { body, headers: { 'cache-control': 'max-age=3600' } }
      : { status: 302, headers: { location: url?.split('?')[1] ?? '' } },
  /** Gone for whoever is not an `<img>`. */
  missing: (body, { headers }) =>
    headers['sec-fetch-dest'] === 'image'
      ? { body, headers: { 'cache-control': 'no-store' } }
      : { status: 404, body: 'not here', headers: { 'cache-control': 'no-store' } },
  /** Whoever is not an `<img>` waits for ever. */
  stalled: (body, { headers }) => ({
    body,
    headers: { 'cache-control': 'no-store' },
    isStalled: headers['sec-fetch-dest'] !== 'image',
  }),
  /** Claims to be larger than anything that would be read. */
  enormous: (body, { headers }) =>
    headers['sec-fetch-dest'] === 'image'
      ? { body, headers: { 'cache-control': 'no-store' } }
      : { body, headers: { 'cache-control': 'no-store', 'content-length': '60000000' } },
};

export async function startPageServer(): Promise<PageServer> {
  const pages = new Map<string, Reply>([
    ['/login', { body: '<h1>Please log in</h1>', headers: HTML_HEADERS }],
  ]);
  const pictures = new Map<string, Buffer>();
  const requests = new Map<string, IncomingHttpHeaders[]>();

  function replyTo(request: IncomingMessage): Reply {
    const path = new URL(request.url ?? '/', 'http://any').pathname;
    requests.set(path, [...requestsOf(path), request.headers]);
    if (path === '/favicon.ico') return { status: 204 };
    if (path === '/sign-in')
      return { body: 'Welcome', headers: { 'set-cookie': 'member=yes; SameSite=Strict' } };
    const page = pages.get(path);
    if (page) return page;
    const [, manner = '', file = ''] = path.split('/');
    if (manner === 'fixtures') return fixture(file);
    const name = file.slice(file.indexOf('~') + 1);
    const picture = pictures.get(name);
    const handle = MANNERS[manner];
    if (!picture || !handle) return { status: 404 };
    const reply = handle(picture, request);
    const type = name.endsWith('.png') ? 'image/png' : 'image/jpeg';
    return { ...reply, headers: { 'content-type': type, ...reply.headers } };
  }

  const requestsOf = (path: string): IncomingHttpHeaders[] => requests.get(path) ?? [];

  /** Fixtures are read anew each time and name other origins in double braces. */
  function fixture(file: string): Reply {
    const path = new URL(`pages/${file}`, import.meta.url);
    if (!/^[a-z-]+\.(html|css)$/.test(file) || !existsSync(path)) return { status: 404 };
    const policy = FIXTURES.find(({ name }) => file === `${name}.html`)?.policy;
    const headers = {
      'content-type': file.endsWith('.css') ? 'text/css' : HTML,
      ...(policy && { 'content-security-policy': policy }),
    };
    const body = readFileSync(path, 'utf8')
      .replaceAll('{{foreign}}', foreign)
      .replaceAll('{{sibling}}', sibling);
    return { body, headers };
  }

  function listener(request: IncomingMessage, response: ServerResponse): void {
    const { status = 200, headers = {}, body = '', delayMs = 0, isStalled = false } = replyTo(request);
    if (isStalled) return;
    const length = body && { 'content-length': String(Buffer.byteLength(body)) };
    setTimeout(() => response.writeHead(status, { ...length, ...headers }).end(body), delayMs);
  }

  const servers = [createServer(listener), createServer(listener)];
  const ports = await Promise.all(servers.map(listen));
  const home = `http://localhost:${ports[0]}`;
  const foreign = `http://127.0.0.1:${ports[1]}`;
  const elsewhere = `http://127.0.0.1:${ports[0]}`;
  const sibling = `http://localhost:${ports[1]}`;

  return {
    home,
    foreign,
    elsewhere,
    sibling,
    addPage(path, body, headers) {
      const start = body.startsWith('<!doctype') ? '' : '<!doctype html><html lang="en"><title>Test</title>';
      pages.set(path, { body: start + body, headers: { ...HTML_HEADERS, ...headers } });
      return home + path;
    },
    addPicture: (name, bytes) => void pictures.set(name, bytes),
    requestCount: (path) => requestsOf(path).length,
    requestsOf,
    close: () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
