// Server-sent events, read by fetch: EventSource knows no header for the token.
import { listen, Problem } from './api.js';

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/**
 * Listens until it is stopped, and connects again whenever the stream ends.
 *
 * @param heard called with the event's name and its data
 * @param connected called with true and false
 * @param refused called when the token is not known any more
 * @return stops it
 */
export function follow({ heard, connected, refused }) {
  const stop = new AbortController();
  run(stop.signal, heard, connected, refused);
  return () => stop.abort();
}

async function run(signal, heard, connected, refused) {
  let pause = FIRST_PAUSE;
  while (!signal.aborted) {
    try {
      const answer = await listen(signal);
      connected(true);
      pause = FIRST_PAUSE;
      await read(answer.body.getReader(), heard);
    } catch (problem) {
      if (signal.aborted) {
        return;
      }
      if (problem instanceof Problem && problem.status === 401) {
        refused();
        return;
      }
    }
    connected(false);
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }
}

async function read(reader, heard) {
  const text = new TextDecoder();
  let waiting = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    waiting += text.decode(value, { stream: true });
    const events = waiting.split('\n\n');
    waiting = events.pop();
    events.forEach((event) => tell(event, heard));
  }
}

function tell(event, heard) {
  let name = 'message';
  const data = [];
  for (const line of event.split('\n')) {
    if (line.startsWith('event:')) {
      name = line.slice(6).trim();
    } else if (line.startsWith('data:')) {
      data.push(line.slice(5));
    }
  }
  if (data.length > 0) {
    heard(name, JSON.parse(data.join('\n')));
  }
}
