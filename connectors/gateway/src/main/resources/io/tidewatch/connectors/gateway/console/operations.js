// For operators: how much comes in, how far behind the job is, how fast answers are, what was refused.
import { ask } from './api.js';
import { lines } from './charts.js';
import { el, section, tiles } from './dom.js';
import { table } from './table.js';
import { code, number, t, time } from './texts.js';

const KEPT = 300;
const COUNTS = ['folded', 'duplicate', 'deadLettered', 'late', 'lag'];

/** What was seen so far; it outlives the view, so that a change of language loses nothing. */
const seen = { times: [], rates: [], lags: [], last: null };

function total(rows, fields) {
  return rows.reduce(
    (sum, row) => sum + fields.reduce((part, field) => part + (row[field] ?? 0), 0),
    0,
  );
}

function remember(now) {
  const at = Date.parse(now.at) / 1_000;
  const events = total(now.topics, ['folded', 'duplicate', 'deadLettered']);
  if (seen.last && at > seen.last.at) {
    seen.times.push(at);
    seen.rates.push(Math.max(0, (events - seen.last.events) / (at - seen.last.at)));
    seen.lags.push(total(now.topics, ['lag']));
    for (const list of [seen.times, seen.rates, seen.lags]) {
      list.splice(0, list.length - KEPT);
    }
  }
  seen.last = { at, events };
}

export const operations = {
  id: 'operations',
  scope: 'operations',
  create() {
    const figures = tiles();
    const throughput = lines({
      label: t('operations.throughput'),
      series: [t('operations.eventsPerSecond')],
      unit: 'second',
    });
    const lag = lines({
      label: t('operations.lagChart'),
      series: [t('count.lag')],
      unit: 'second',
    });
    const topics = table({
      caption: t('operations.topicsCaption'),
      key: (row) => row.topic,
      columns: [
        { title: t('topic'), cell: (row) => row.topic },
        ...COUNTS.map((count) => ({
          title: t(`count.${count}`),
          number: true,
          cell: (row) => number(row[count]),
        })),
      ],
    });
    const latencies = table({
      caption: t('operations.latenciesCaption'),
      key: (row) => row.of,
      columns: [
        { title: t('operations.of'), cell: (row) => code('latency', row.of) },
        { title: t('operations.p50'), number: true, cell: (row) => number(row.p50Millis, 1) },
        { title: t('operations.p99'), number: true, cell: (row) => number(row.p99Millis, 1) },
      ],
    });
    const refused = table({
      caption: t('operations.refusedCaption'),
      key: (row) => `${row.day}/${row.topic}/${row.reason}`,
      columns: [
        { title: t('day'), cell: (row) => row.day },
        { title: t('topic'), cell: (row) => row.topic },
        { title: t('reason'), cell: (row) => code('deadLetter', row.reason) },
        { title: t('count'), number: true, cell: (row) => number(row.count) },
      ],
    });
    const newest = table({
      caption: t('operations.newestCaption'),
      key: (row) => `${row.topic}/${row.partition}/${row.offset}`,
      columns: [
        { title: t('operations.refusedAt'), cell: (row) => time(row.refusedAt) },
        { title: t('topic'), cell: (row) => `${row.topic}/${row.partition}@${row.offset}` },
        { title: t('reason'), cell: (row) => code('deadLetter', row.reason) },
        { title: t('operations.field'), cell: (row) => row.field ?? '–' },
        { title: t('models.detail'), cell: (row) => row.detail },
      ],
    });

    async function refresh() {
      const now = await ask('/operations');
      remember(now);
      const query = now.latencies.find((row) => row.of === 'query');
      figures.update([
        [t('operations.eventsPerSecond'), number(seen.rates.at(-1))],
        [t('operations.events'), number(seen.last.events)],
        [t('count.lag'), number(total(now.topics, ['lag']))],
        [t('count.deadLettered'), number(total(now.deadLetters, ['count']))],
        [t('operations.queryP99'), query ? `${number(query.p99Millis, 1)} ms` : '–'],
      ]);
      throughput.update(seen.times, seen.rates);
      lag.update(seen.times, seen.lags);
      topics.update(now.topics);
      latencies.update(now.latencies);
      refused.update([...now.deadLetters].reverse().slice(0, 50));
      newest.update(now.newestDeadLetters);
    }

    return {
      nodes: [
        figures.node,
        el(
          'div',
          { class: 'beside' },
          section('throughput', t('operations.title'), throughput.node),
          section('lag', t('operations.lag'), lag.node),
        ),
        section('topics', t('operations.topics'), topics.node),
        section('latencies', t('operations.latencies'), latencies.node),
        section('refused', t('operations.refused'), refused.node, newest.node),
      ],
      refresh,
      close: () => {
        throughput.close();
        lag.close();
      },
    };
  },
};
