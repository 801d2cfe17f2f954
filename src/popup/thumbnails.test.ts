import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PictureReport } from '../messages.ts';
import { testPictures } from './test-pictures.ts';
import { createThumbnails } from './thumbnails.ts';

let live: Set<string>;

beforeEach(() => {
  live = new Set();
  let made = 0;
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
    const url = `blob:${made++}`;
    live.add(url);
    return url;
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void live.delete(url));
});
afterEach(() => {
  vi.restoreAllMocks();
});

function pictureWith(id: string, thumbnail: Blob | null): PictureReport {
  const picture = testPictures.refused(id, 'featureless');
  return { ...picture, reply: picture.reply && { ...picture.reply, thumbnail } };
}

test('a thumbnail keeps its address until it is replaced', () => {
  const thumbnails = createThumbnails();
  const picture = pictureWith('a', new Blob(['1']));
  const first = thumbnails.urlOf(picture);
  expect(thumbnails.urlOf({ ...picture })).toBe(first);
  const second = thumbnails.urlOf(pictureWith('a', new Blob(['2'])));
  expect(second).not.toBe(first);
  expect([...live]).toEqual([second]);
});

test('addresses of pictures that have gone are revoked', () => {
  const thumbnails = createThumbnails();
  const [a, b] = ['a', 'b'].map((id) => pictureWith(id, new Blob([id])));
  thumbnails.urlOf(a);
  const kept = thumbnails.urlOf(b);
  thumbnails.keepOnly([b]);
  expect([...live]).toEqual([kept]);
});

test('a picture without a thumbnail has no address', () => {
  expect(createThumbnails().urlOf(pictureWith('a', null))).toBeNull();
  expect(live.size).toBe(0);
});
