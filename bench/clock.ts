/**
 * Milliseconds. In Node those that this process has spent on processors, so that whatever else the machine does counts less;
 * in a page, which can't know them, those on the wall.
 */
export const clock: () => number =
  typeof process === 'undefined'
    ? () => performance.now()
    : () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1000;
      };
