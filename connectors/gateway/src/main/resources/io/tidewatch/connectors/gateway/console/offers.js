// For marketing: what became of offers, what was held back, and what offers bring.
import { ask } from './api.js';
import { lines } from './charts.js';
import { bar, el, section, tiles } from './dom.js';
import { table } from './table.js';
import { code, money, number, percent, t } from './texts.js';

const STEPS = ['MADE', 'DELIVERED', 'VIEWED', 'CLICKED', 'ACCEPTED', 'CONVERTED', 'DECLINED'];
const CHARTED = ['MADE', 'ACCEPTED', 'CONVERTED'];
const CAPS = ['FREQUENCY_CAP', 'CHANNEL_CAP', 'CAMPAIGN_CAP', 'CAPACITY', 'BUDGET'];
const DAYS = 60;

export const offers = {
  id: 'offers',
  scope: 'offers',
  create() {
    const figures = tiles();
    const chart = lines({
      label: t('offers.chart'),
      series: CHARTED.map((step) => code('step', step)),
      unit: 'day',
    });
    const steps = STEPS.map((step) => ({
      title: code('step', step),
      number: true,
      cell: (row) => number(row[step] ?? 0),
    }));
    const byDay = table({
      caption: t('offers.byDay'),
      key: (day) => day.day,
      columns: [{ title: t('day'), cell: (day) => day.day }, ...steps],
    });
    const byOffer = table({
      caption: t('offers.byOffer'),
      key: (offer) => offer.offerId,
      columns: [
        { title: t('offer'), cell: (offer) => offer.name },
        ...steps,
        {
          title: t('offers.rate'),
          number: true,
          cell: (offer) =>
            percent(offer.MADE ? ((offer.ACCEPTED ?? 0) + (offer.CONVERTED ?? 0)) / offer.MADE : null),
        },
        {
          title: t('offers.value'),
          number: true,
          cell: (offer) =>
            Object.entries(offer.valueMinor)
              .map(([currency, minor]) => money(minor, currency))
              .join(', ') || '–',
        },
      ],
    });
    let most = 1;
    const heldBack = table({
      caption: t('offers.heldBackCaption'),
      key: (row) => `${row.kind}/${row.reason}`,
      columns: [
        { title: t('reason'), cell: (row) => code('suppression', row.reason) },
        { title: t('offers.what'), cell: (row) => code('suppressed', row.kind) },
        { title: t('count'), number: true, cell: (row) => number(row.count) },
        { title: t('offers.share'), cell: (row) => bar(row.count / most) },
      ],
    });
    const effect = el('p', { class: 'finding' });
    const arms = table({
      caption: t('uplift.caption'),
      key: (arm) => arm.name,
      columns: [
        { title: t('uplift.arm'), cell: (arm) => arm.name },
        { title: t('uplift.customers'), number: true, cell: (arm) => number(arm.customers) },
        { title: t('uplift.bought'), number: true, cell: (arm) => number(arm.bought) },
        {
          title: t('uplift.share'),
          number: true,
          cell: (arm) => percent(arm.customers ? arm.bought / arm.customers : null),
        },
      ],
    });

    function total(rows, field) {
      return rows.reduce((sum, row) => sum + (row[field] ?? 0), 0);
    }

    function showUplift(uplift) {
      effect.textContent =
        uplift.difference == null
          ? t('uplift.unknown')
          : t('uplift.finding', {
              days: uplift.windowDays,
              points: number(100 * uplift.difference, 1),
              low: number(100 * uplift.low, 1),
              high: number(100 * uplift.high, 1),
            });
      arms.update([
        { name: t('uplift.offered'), customers: uplift.offered, bought: uplift.offeredBought },
        { name: t('uplift.heldOut'), customers: uplift.heldOut, bought: uplift.heldOutBought },
      ]);
    }

    async function refresh() {
      const funnel = await ask(`/funnel?days=${DAYS}`);
      const capped = funnel.heldBack.filter((row) => CAPS.includes(row.reason));
      figures.update([
        ...['MADE', 'DELIVERED', 'VIEWED', 'ACCEPTED', 'CONVERTED'].map((step) => [
          code('step', step),
          number(total(funnel.days, step)),
        ]),
        [t('offers.capsHit'), number(total(capped, 'count'))],
      ]);
      chart.update(
        funnel.days.map((day) => Date.parse(day.day) / 1_000),
        ...CHARTED.map((step) => funnel.days.map((day) => day[step] ?? 0)),
      );
      byDay.update([...funnel.days].reverse());
      byOffer.update([...funnel.offers].sort((a, b) => (b.MADE ?? 0) - (a.MADE ?? 0)));
      most = Math.max(1, ...funnel.heldBack.map((row) => row.count));
      heldBack.update([...funnel.heldBack].sort((a, b) => b.count - a.count));
      showUplift(funnel.uplift);
    }

    return {
      nodes: [
        figures.node,
        section(
          'funnel',
          t('offers.title'),
          chart.node,
          el('details', {}, el('summary', {}, t('offers.byDay')), byDay.node),
        ),
        section('by-offer', t('offers.byOffer'), byOffer.node),
        el(
          'div',
          { class: 'beside' },
          section('held-back', t('offers.heldBack'), heldBack.node),
          section('uplift', t('uplift.title'), effect, arms.node),
        ),
      ],
      refresh,
      close: chart.close,
    };
  },
};
