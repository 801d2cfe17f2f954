import browser from 'webextension-polyfill';

let lastId = 0;
let clearing: Promise<void> | null = null;

/**
 * Runs one of this worker's own requests with a `Referer`, which only a rule can give it. The rule knows the request by its
 * fragment: no server sees it, redirects keep it, and no other request has it. An address that is not encrypted is
 * told nothing by a page that is.
 * @param origin what is told; nothing where it is empty
 * @param run makes the request, at the address that it is given
 */
export async function withReferrer<Result>(
  url: string,
  origin: string,
  run: (url: string) => Promise<Result>,
): Promise<Result> {
  if (origin === '') return run(url);
  clearing ??= clear();
  await clearing;
  lastId += 1;
  const id = lastId;
  const marked = new URL(url);
  marked.hash = `falloff-${id}`;
  await browser.declarativeNetRequest.updateSessionRules({
    addRules: [
      {
        id,
        condition: {
          urlFilter: `${origin.startsWith('https:') ? '|https:*' : ''}${marked.hash}|`,
          initiatorDomains: [location.hostname],
          tabIds: [browser.tabs.TAB_ID_NONE],
          resourceTypes: ['xmlhttprequest'],
        },
        action: {
          type: 'modifyHeaders',
          requestHeaders: [{ header: 'referer', operation: 'set', value: `${origin}/` }],
        },
      },
    ],
  });
  try {
    return await run(marked.href);
  } finally {
    await browser.declarativeNetRequest.updateSessionRules({ removeRuleIds: [id] });
  }
}

/** Removes what a worker left that was ended in the middle of a request. */
async function clear(): Promise<void> {
  const rules = await browser.declarativeNetRequest.getSessionRules();
  await browser.declarativeNetRequest.updateSessionRules({ removeRuleIds: rules.map(({ id }) => id) });
}
