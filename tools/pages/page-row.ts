/** What was measured of one page; null where it couldn't be, for a reason that is printed. */
export interface PageRow {
  expected: number;
  found: number;
  badged: number;
  misplaced: number;
  secondFetches: number;
  longTasks: number;
  layoutShift: number;
  mainThreadMsPerPicture: number | null;
  firstBadgeMs: number | null;
  heapAfterMB: number | null;
}

/** What each column says, for those who read the table. */
export const LEGEND: Record<keyof PageRow, string> = {
  expected: 'pictures with both sides ≥ 128 pixels that were in view with ≥ 64 CSS pixels of each side',
  found: 'of these, pictures that the extension took up: a badge, blank or not, was inside the picture',
  badged: 'of these, pictures that got a badge with a face while in view; hasty scrolling leaves some behind',
  misplaced:
    'badges outside the visible box of any picture, looked at 10 times a second just after a frame; and in the end those ' +
    'over something that covers the picture, or two on one picture. Where the compositor scrolls ahead of the page’s ' +
    'thread can’t be seen from inside',
  secondFetches:
    'requests beyond one a picture in the server’s log, of pictures that may be cached and read by the page',
  longTasks:
    'tasks of more than 50 ms on a processor that would not have been without the extension’s functions, or by them alone; ' +
    'they are sampled every 0.2 ms',
  layoutShift: 'sum of all layout shifts without input, less that of the same page without the extension',
  mainThreadMsPerPicture:
    'time on a processor of the extension’s functions, and of what they called, on the main thread, by found picture',
  firstBadgeMs:
    'from when the first badge’s picture was loaded and in view to its badge; the engine was warm',
  heapAfterMB:
    'garbage-collected heap and buffers of page, background, engine and its workers after leaving the page, above those ' +
    'before it',
};

/**
 * The budgets that a row breaks, in words.
 * @param holdsTimes whether the machine had time enough for times to say something
 */
export function brokenBudgets(row: PageRow, holdsTimes: boolean): string[] {
  const complaints: string[] = [];
  const most = (column: keyof PageRow, limit: number): void => {
    const value = row[column];
    if (value !== null && value > limit) complaints.push(`${column} is ${value}, the budget ${limit}`);
  };
  if (row.found !== row.expected) complaints.push(`found ${row.found} of ${row.expected}`);
  most('misplaced', 0);
  most('secondFetches', 0);
  most('longTasks', 0);
  most('layoutShift', 0);
  most('heapAfterMB', 10);
  if (!holdsTimes) return complaints;
  most('mainThreadMsPerPicture', 2);
  most('firstBadgeMs', 300);
  return complaints;
}
