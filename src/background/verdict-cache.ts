import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Analysis } from '../analysis.ts';

const MOST_ENTRIES = 20_000;
/** Entries removed at a time, so that clearing out is rare. */
const CLEARED_AT_A_TIME = 1_000;

interface Schema extends DBSchema {
  verdicts: {
    key: string;
    value: { key: string; analysis: Analysis; usedAt: number };
    indexes: { usedAt: number };
  };
  secrets: { key: string; value: CryptoKey };
}

let database: Promise<IDBPDatabase<Schema>> | null = null;

function open(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>('verdicts', 2, {
    upgrade(db, oldVersion) {
      // Analyses of the first version know no claims; the secret is good for ever.
      if (oldVersion === 0) db.createObjectStore('secrets');
      else db.deleteObjectStore('verdicts');
      db.createObjectStore('verdicts', { keyPath: 'key' }).createIndex('usedAt', 'usedAt');
    },
    terminated() {
      database = null;
    },
  });
  return database;
}

/**
 * Key of a picture's bytes: a keyed SHA-256 under a secret that never leaves this installation, so that whoever reads the
 * stored keys can't tell which pictures were seen.
 */
export async function contentKey(bytes: ArrayBuffer): Promise<string> {
  const digest = await crypto.subtle.sign('HMAC', await installationSecret(), bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function installationSecret(): Promise<CryptoKey> {
  const db = await open();
  const stored = await db.get('secrets', 'content');
  if (stored) return stored;
  const fresh = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const transaction = db.transaction('secrets', 'readwrite');
  // Another call may have stored one meanwhile; the first stays.
  const winner = (await transaction.store.get('content')) ?? fresh;
  await transaction.store.put(winner, 'content');
  await transaction.done;
  return winner;
}

/** The analysis of a picture by this version of the models, if it is known; marks it as just used. */
export async function recallVerdict(contentKey: string, modelVersion: string): Promise<Analysis | null> {
  const db = await open();
  const entry = await db.get('verdicts', `${contentKey} ${modelVersion}`);
  if (!entry) return null;
  await db.put('verdicts', { ...entry, usedAt: Date.now() });
  return entry.analysis;
}

/** Keeps an analysis; the least recently used ones make room. */
export async function rememberVerdict(contentKey: string, analysis: Analysis): Promise<void> {
  const db = await open();
  await db.put('verdicts', { key: `${contentKey} ${analysis.modelVersion}`, analysis, usedAt: Date.now() });
  if ((await db.count('verdicts')) <= MOST_ENTRIES) return;
  const transaction = db.transaction('verdicts', 'readwrite');
  let cursor = await transaction.store.index('usedAt').openCursor();
  for (let i = 0; cursor && i < CLEARED_AT_A_TIME; i++) {
    await cursor.delete();
    cursor = await cursor.continue();
  }
  await transaction.done;
}
