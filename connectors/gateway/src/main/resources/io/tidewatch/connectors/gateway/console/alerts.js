// For the retention desk: who is about to leave and why, and what was done about it.
import { ask, say } from './api.js';
import { el, section } from './dom.js';
import { table } from './table.js';
import { code, money, number, percent, t, time } from './texts.js';

const HOURS = 24;
const OUTCOMES = ['ACCEPTED', 'DECLINED', 'DELIVERED'];
const STATES = ['open', 'snoozed', 'done', 'all'];

export const alerts = {
  id: 'alerts',
  scope: 'customers',
  create({ scopes, announce, report }) {
    let state = 'open';
    const mayAct = scopes.includes('act');
    const choice = el(
      'select',
      {
        id: 'alert-state',
        onchange: () => {
          state = choice.value;
          refresh();
        },
      },
      STATES.map((one) => el('option', { value: one }, t(`alerts.state.${one}`))),
    );

    async function act(alert, body, said) {
      try {
        await say('/alerts', { customerId: alert.customerId, alertId: alert.alertId, ...body });
        announce(said);
        await refresh();
      } catch (problem) {
        report(problem);
      }
    }

    function button(alert, text, body) {
      const said = `${text}: ${alert.customerId}`;
      return el(
        'button',
        { type: 'button', 'aria-label': said, onclick: () => act(alert, body, said) },
        text,
      );
    }

    function actions(alert) {
      if (alert.state === 'done' || !mayAct) {
        return alert.outcome ? code('outcome', alert.outcome) : t(`alerts.state.${alert.state}`);
      }
      const sleep =
        alert.state === 'snoozed'
          ? [
              el('span', {}, t('alerts.until', { time: time(alert.snoozedUntil) })),
              button(alert, t('alerts.wake'), { action: 'wake' }),
            ]
          : [button(alert, t('alerts.snooze'), { action: 'snooze', hours: HOURS })];
      return el(
        'div',
        { class: 'actions' },
        sleep,
        OUTCOMES.map((outcome) =>
          button(alert, code('outcome', outcome), { action: 'done', outcome }),
        ),
      );
    }

    function reasons(alert) {
      return el(
        'ul',
        { class: 'reasons' },
        alert.reasons
          .slice(0, 3)
          .map((reason) =>
            el('li', {}, `${reason.text} (+${number(100 * reason.contribution, 1)})`),
          ),
      );
    }

    function action(alert) {
      const retention = alert.retention;
      if (!retention) {
        return '–';
      }
      return retention.actionId && retention.verdict === 'ACTION'
        ? retention.actionId
        : code('verdict', retention.verdict);
    }

    const list = table({
      caption: t('alerts.caption'),
      key: (alert) => alert.alertId,
      columns: [
        { title: t('customer'), cell: (alert) => alert.customerId },
        { title: t('alerts.decidedAt'), cell: (alert) => time(alert.decidedAt) },
        { title: t('alerts.churn'), number: true, cell: (alert) => percent(alert.churn) },
        {
          title: t('alerts.valueAtRisk'),
          number: true,
          cell: (alert) => money(alert.valueAtRiskMinor, alert.currency),
        },
        { title: t('alerts.reasons'), cell: reasons },
        { title: t('alerts.action'), cell: action },
        { title: t('alerts.whatNext'), cell: actions },
      ],
    });

    async function refresh() {
      const answer = await ask(`/alerts?limit=50&state=${state}`);
      list.update(answer.alerts);
    }

    return {
      nodes: [
        el('p', { class: 'hint' }, t('alerts.hint')),
        el(
          'p',
          { class: 'filter' },
          el('label', { for: 'alert-state' }, t('alerts.show')),
          choice,
        ),
        section('alert-list', t('alerts.title'), list.node),
      ],
      refresh,
      heard: (name, alert) => {
        if (name === 'alert') {
          announce(t('alerts.new', { customer: alert.customerId }));
        }
      },
      close: () => {},
    };
  },
};
