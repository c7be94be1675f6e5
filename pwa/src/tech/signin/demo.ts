/** Logins of a demo, only where the server wrote them into the page it delivered. */
export interface DemoLogin {
  readonly login: string;
  readonly password: string;
  readonly role: string;
}

/** `content` of `<meta name="fieldward-demo">`: a JSON list; anything else is no demo. */
export function demoLogins(content: string | null | undefined): readonly DemoLogin[] {
  if (!content) return [];
  try {
    const value: unknown = JSON.parse(content);
    return Array.isArray(value) ? value.filter(isLogin) : [];
  } catch {
    return [];
  }
}

function isLogin(value: unknown): value is DemoLogin {
  const one = value as Partial<DemoLogin> | null;
  return (
    typeof one?.login === 'string' &&
    typeof one.password === 'string' &&
    typeof one.role === 'string'
  );
}
