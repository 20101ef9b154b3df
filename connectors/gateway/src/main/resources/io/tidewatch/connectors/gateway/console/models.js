// For ML engineers: what serves, how it does, how inputs drift, and what shadows say.
import { ask } from './api.js';
import { bar, el, section } from './dom.js';
import { table } from './table.js';
import { code, number, t, time } from './texts.js';

/** Above it a shift is worth a look. */
const PSI_WORTH_A_LOOK = 0.2;
const DRIFTED = 15;
const METRICS = [
  ['scorings', 0],
  ['meanScoreRegular', 3],
  ['scorePsiRegular', 3],
  ['scorePsiEvent', 3],
  ['auc', 3],
  ['calibrationError', 3],
  ['matured', 0],
  ['scoringMicros', 1],
];

export const models = {
  id: 'models',
  scope: 'models',
  create() {
    const slots = table({
      caption: t('models.slotsCaption'),
      key: (slot) => slot.slot,
      columns: [
        { title: t('models.slot'), cell: (slot) => slot.slot },
        { title: t('models.version'), cell: (slot) => slot.release.version },
        { title: t('models.role'), cell: (slot) => code('role', slot.release.role) },
        { title: t('models.share'), number: true, cell: (slot) => number(slot.release.share, 2) },
        { title: t('models.pushedAt'), cell: (slot) => time(slot.release.pushedAt) },
        { title: t('models.pushedBy'), cell: (slot) => slot.release.pushedBy },
      ],
    });
    const health = table({
      caption: t('models.healthCaption'),
      key: (slot) => slot.slot,
      columns: [
        { title: t('models.slot'), cell: (slot) => slot.slot },
        {
          title: t('models.guard'),
          cell: (slot) => (slot.metrics.tripped ? t('models.tripped') : t('models.quiet')),
        },
        ...METRICS.map(([metric, digits]) => ({
          title: code('metric', metric),
          number: true,
          cell: (slot) => number(slot.metrics[metric], digits),
        })),
      ],
    });
    const drift = table({
      caption: t('models.driftCaption', { limit: number(PSI_WORTH_A_LOOK, 1) }),
      key: (row) => `${row.slot}/${row.feature}`,
      columns: [
        { title: t('models.feature'), cell: (row) => row.feature },
        { title: t('models.slot'), cell: (row) => row.slot },
        { title: t('models.psi'), number: true, cell: (row) => number(row.psi, 3) },
        { title: t('models.missing'), number: true, cell: (row) => number(row.missing, 3) },
        { title: t('models.shift'), cell: (row) => bar(row.psi / (2 * PSI_WORTH_A_LOOK)) },
      ],
    });
    const shadows = el('div', {});
    const steps = table({
      caption: t('models.stepsCaption'),
      key: (step) => `${step.name}/${step.at}/${step.state}/${step.subtask}`,
      columns: [
        { title: t('models.at'), cell: (step) => time(step.at) },
        { title: t('models.model'), cell: (step) => `${step.name} ${step.version}` },
        { title: t('models.role'), cell: (step) => code('role', step.role) },
        { title: t('models.step'), cell: (step) => code('modelState', step.state) },
        { title: t('models.detail'), cell: (step) => step.detail },
      ],
    });

    function drifted(slot) {
      return Object.entries(slot.features).map(([feature, metrics]) => ({
        slot: slot.slot,
        feature,
        psi: metrics.psiRegular ?? metrics.psiEvent ?? null,
        missing: metrics.missingRegular ?? metrics.missingEvent ?? null,
      }));
    }

    function showShadows(pairs) {
      shadows.replaceChildren(
        ...(pairs.length === 0
          ? [el('p', { class: 'empty' }, t('models.noShadow'))]
          : pairs.map(shadowTable)),
      );
    }

    async function refresh() {
      const [known, now] = await Promise.all([ask('/models'), ask('/model-health')]);
      slots.update(known.slots);
      health.update(now.slots);
      drift.update(
        now.slots
          .flatMap(drifted)
          .filter((row) => row.psi != null)
          .sort((a, b) => b.psi - a.psi)
          .slice(0, DRIFTED),
      );
      showShadows(now.shadows);
      steps.update([...known.status].sort((a, b) => b.at.localeCompare(a.at)).slice(0, 20));
    }

    return {
      nodes: [
        section('slots', t('models.title'), slots.node),
        section('health', t('models.health'), health.node),
        el(
          'div',
          { class: 'beside' },
          section('drift', t('models.drift'), drift.node),
          section('shadows', t('models.shadows'), shadows),
        ),
        section('steps', t('models.steps'), steps.node),
      ],
      refresh,
      close: () => {},
    };
  },
};

/** Decisions by tenth of what decided (down) and of the shadow (across), the darker the more. */
function shadowTable(pair) {
  const most = Math.max(1, ...pair.tenths.flat());
  const tenths = pair.tenths.map((row, i) => i);
  const agreeing = tenths.reduce(
    (sum, i) =>
      sum +
      pair.tenths[i].reduce((near, count, j) => near + (Math.abs(i - j) <= 1 ? count : 0), 0),
    0,
  );
  const caption = t('models.shadowCaption', {
    model: pair.model,
    decidedBy: pair.decidedBy,
    shadow: pair.shadow,
    decisions: number(pair.decisions),
    agreeing: number((100 * agreeing) / Math.max(1, pair.decisions), 1),
  });
  const heat = (count) => {
    const cell = el('td', { class: 'heat' }, count ? number(count) : '');
    cell.style.setProperty('--heat', (count / most).toFixed(2));
    return cell;
  };
  return el(
    'div',
    { class: 'table', role: 'group', 'aria-label': caption, tabindex: '0' },
    el(
      'table',
      { class: 'heats' },
      el('caption', {}, caption),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('td', {}),
          tenths.map((j) => el('th', { scope: 'col' }, `0.${j}`)),
        ),
      ),
      el(
        'tbody',
        {},
        tenths.map((i) =>
          el('tr', {}, el('th', { scope: 'row' }, `0.${i}`), pair.tenths[i].map(heat)),
        ),
      ),
    ),
  );
}
