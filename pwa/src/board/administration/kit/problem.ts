/** A refusal in words, with what exactly is wrong where the server said so. Pure. */
type Values = Readonly<Record<string, string | number>>;
type Say = (key: string, values?: Values, fallback?: string) => string;

function values(detail: Readonly<Record<string, unknown>>): Values {
  const usable = Object.entries(detail).filter(
    (each): each is [string, string | number] =>
      typeof each[1] === 'string' || typeof each[1] === 'number',
  );
  return Object.fromEntries(usable);
}

export function problemWords(
  reason: string,
  detail: Readonly<Record<string, unknown>>,
  say: Say,
): string {
  const known = values(detail);
  const words = say(`reason.${reason}`, { name: '', ...known }, say('reason.bad_arguments'));
  const problem = known['problem'];
  if (typeof problem !== 'string') return words;
  const more = say(`admin.problem.${problem}`, { code: '', ...known }, '');
  return more === '' ? words : `${words} ${more}`;
}
