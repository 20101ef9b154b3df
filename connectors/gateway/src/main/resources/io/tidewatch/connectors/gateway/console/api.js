// Questions to the gateway. The token stays in this tab: in sessionStorage and in a header, never in an address.
const ROOT = '/api/v1';
const KEY = 'tidewatch.token';

export const token = {
  get: () => sessionStorage.getItem(KEY),
  set: (text) => sessionStorage.setItem(KEY, text),
  forget: () => sessionStorage.removeItem(KEY),
};

/** An answer that is a problem detail (RFC 9457). */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export function ask(path, signal) {
  return call(path, { signal });
}

export function say(path, body) {
  return call(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  });
}

/** Opens the stream of events; the caller reads its body. */
export function listen(signal) {
  return send('/live', { signal, headers: { Accept: 'text/event-stream' } });
}

async function call(path, options) {
  return (await send(path, options)).json();
}

async function send(path, options) {
  const headers = { ...options.headers, Authorization: `Bearer ${token.get() ?? ''}` };
  const answer = await fetch(ROOT + path, { ...options, headers, credentials: 'omit' });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Problem(answer.status, problem.detail ?? `HTTP ${answer.status}`);
  }
  return answer;
}
