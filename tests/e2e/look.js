/** Runs in the page: axe and the ruler over one part of it, in these languages and lights. */
async ({ scope, looks, target }) => {
  const COLOUR = ['color-contrast', 'link-in-text-block'];
  const KINDS =
    'a[href], button, select, textarea, summary, input:not([type=hidden]), [role=button],' +
    ' [role=tab], [role=radio], [role=checkbox], [role=switch], [role=option], [role=link]';
  const root = document.querySelector(scope) ?? document;
  const found = [];

  /** Language and light as another tab would choose them: the page follows without a load. */
  async function wear(setting, value) {
    const key = `fieldward.${setting}`;
    localStorage.setItem(key, JSON.stringify(value));
    dispatchEvent(new StorageEvent('storage', { key, newValue: JSON.stringify(value) }));
    await new Promise((done) => setTimeout(done));
    const { lang, dataset } = document.documentElement;
    if (![lang, dataset.theme].includes(value)) throw new Error(`the page does not wear ${value}`);
    // What fades would be measured half way; what never ends is not waited for.
    const ends = document
      .getAnimations()
      .filter((each) => each.effect.getComputedTiming().endTime !== Infinity)
      .map((each) => each.finished.catch(() => undefined));
    await Promise.all(ends);
  }

  async function judge(look, rules) {
    const { violations } = await axe.run(root, {
      resultTypes: ['violations'],
      preload: false,
      ...(rules && { runOnly: { type: 'rule', values: rules } }),
    });
    for (const { id, nodes } of violations) {
      for (const { target, html } of nodes) found.push(`${look} ${id}: ${target} ${html.slice(0, 160)}`);
    }
  }

  /** As large as its own box or its label's. A link within a sentence is as high as its line. */
  function measure(look) {
    for (const node of root.querySelectorAll(KINDS)) {
      const isBox = node.matches('[type=checkbox], [type=radio], [type=file]');
      const one = (isBox && (node.closest('label') ?? node.labels?.[0])) || node;
      const box = one.getBoundingClientRect();
      const isSeen = box.width > 1 && one.checkVisibility({ visibilityProperty: true });
      const isInText =
        getComputedStyle(one).display === 'inline' &&
        one.parentElement.textContent.trim() !== one.textContent.trim();
      if (!isSeen || isInText || Math.min(box.width, box.height) > target - 0.5) continue;
      const size = `${box.width.toFixed(0)}×${box.height.toFixed(0)}`;
      found.push(`${look} target of ${size}: ${one.outerHTML.slice(0, 160)}`);
    }
  }

  const before = document.documentElement.lang;
  let last = null;
  for (const [locale, light] of looks) {
    await wear('locale', locale);
    await wear('theme', light);
    // Structure does not change with the light: only what is about colour is asked again.
    const isNew = locale !== last;
    last = locale;
    await judge(`${locale} ${light}`, isNew ? null : COLOUR);
    if (isNew && target > 0) measure(`${locale} ${light}`);
  }
  await wear('theme', looks[0][1]);
  await wear('locale', before);
  return found;
};
