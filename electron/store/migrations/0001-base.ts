import type { Migration } from './migration.ts'

/**
 * Endpoints, requests (what the list shows), details (everything else, the body last, so that reading headers
 * never touches the pages of a large body), notes, deletions that can be undone, secrets and settings.
 */
export const base: Migration = {
  version: 1,
  name: 'base',
  up: `
    CREATE TABLE endpoints (
      key INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      token TEXT NOT NULL UNIQUE,
      slug TEXT,
      settings TEXT NOT NULL,
      created_at REAL NOT NULL,
      request_count INTEGER NOT NULL DEFAULT 0,
      unread_count INTEGER NOT NULL DEFAULT 0,
      byte_count INTEGER NOT NULL DEFAULT 0,
      read_up_to INTEGER NOT NULL DEFAULT 0,
      deletion INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX endpoints_slug ON endpoints (slug) WHERE slug IS NOT NULL AND deletion IS NULL;

    CREATE TABLE requests (
      id INTEGER PRIMARY KEY,
      endpoint INTEGER NOT NULL,
      received_at REAL NOT NULL,
      method TEXT NOT NULL,
      target TEXT NOT NULL,
      content_type TEXT,
      body_size INTEGER NOT NULL,
      byte_count INTEGER NOT NULL,
      complete INTEGER NOT NULL,
      malformed INTEGER NOT NULL,
      remote_address TEXT NOT NULL,
      provider TEXT NOT NULL,
      event TEXT,
      summary TEXT,
      answer_status INTEGER,
      answer_origin TEXT NOT NULL,
      answered_ms REAL,
      signature TEXT,
      pinned INTEGER NOT NULL DEFAULT 0,
      has_note INTEGER NOT NULL DEFAULT 0,
      deletion INTEGER
    ) STRICT;
    CREATE INDEX requests_live ON requests (id, endpoint, received_at) WHERE deletion IS NULL;
    CREATE INDEX requests_of_endpoint ON requests (endpoint, id, received_at) WHERE deletion IS NULL;
    CREATE INDEX requests_pinned ON requests (endpoint, id, byte_count) WHERE pinned = 1;
    CREATE INDEX requests_deleted ON requests (deletion, id) WHERE deletion IS NOT NULL;

    CREATE TABLE details (
      id INTEGER PRIMARY KEY,
      http_version TEXT NOT NULL,
      headers TEXT NOT NULL,
      trailers TEXT NOT NULL,
      body_sha256 TEXT NOT NULL,
      declared_length INTEGER,
      remote_port INTEGER NOT NULL,
      tls INTEGER NOT NULL,
      headers_ms REAL,
      end_ms REAL,
      problem TEXT,
      answer TEXT NOT NULL,
      body_file TEXT,
      body BLOB
    ) STRICT;
    CREATE INDEX details_body_file ON details (body_file) WHERE body_file IS NOT NULL;

    CREATE TABLE notes (id INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;

    CREATE TABLE deletions (
      key INTEGER PRIMARY KEY AUTOINCREMENT,
      undo_token TEXT NOT NULL UNIQUE,
      deleted_at REAL NOT NULL,
      endpoint INTEGER
    ) STRICT;

    CREATE TABLE secrets (
      id TEXT PRIMARY KEY,
      endpoint INTEGER NOT NULL,
      label TEXT NOT NULL,
      purpose TEXT NOT NULL,
      created_at REAL NOT NULL,
      sealed BLOB NOT NULL
    ) STRICT;
    CREATE INDEX secrets_of_endpoint ON secrets (endpoint);

    CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  `,
}
