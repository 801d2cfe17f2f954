import { expect, test } from 'vitest';
import { createPictureStore } from './picture-store.ts';
import { testPictures } from './test-pictures.ts';

const report = (id: string) =>
  ({ kind: 'picture', picture: testPictures.unfinished(id, 'waiting') }) as const;

test('pictures come, change and go', () => {
  const store = createPictureStore();
  store.apply(report('a'));
  store.apply(report('b'));
  const changed = testPictures.measured('b', 0.5, null);
  store.apply({ kind: 'picture', picture: changed });
  store.apply({ kind: 'gone', id: 'a' });
  expect([...store.all()]).toEqual([changed]);
});

test('a refresh drops what was not reported again, and only that', () => {
  const store = createPictureStore();
  for (const id of ['a', 'b', 'c']) store.apply(report(id));
  store.beginRefresh();
  store.apply(report('b'));
  expect([...store.all()]).toHaveLength(3);
  store.apply(report('d'));
  store.endRefresh();
  expect([...store.all()].map(({ id }) => id)).toEqual(['b', 'd']);
});

test('a report that repeats what is known leaves the known one', () => {
  const store = createPictureStore();
  const known = testPictures.measured('a', 0.5, null);
  store.apply({ kind: 'picture', picture: known });
  store.apply({ kind: 'picture', picture: testPictures.measured('a', 0.5, null) });
  expect(store.get('a')).toBe(known);
  store.apply({ kind: 'picture', picture: testPictures.measured('a', 0.6, null) });
  expect(store.get('a')).not.toBe(known);
});
